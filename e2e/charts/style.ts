/** Light and dark, as the reader's system has it. Lines differ in more than their colour. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f6f7f9; --ink: #16191d; --soft: #565e68; --line: #d9dde2;
  --kept: #1d63d8; --late: #c2410c; --none: #b4232d; --promise: #b4232d; --well: #166534;
  --s0: #1d63d8; --s1: #c2410c; --s2: #15803d; --s3: #7c3aed; --s4: #be185d; --s5: #0e7490; --s6: #565e68;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --panel: #1c2025; --ink: #e8eaed; --soft: #a3acb7; --line: #363c44;
    --kept: #82aaff; --late: #fb923c; --none: #ff8087; --promise: #ff8087; --well: #6ee7a0;
    --s0: #82aaff; --s1: #fb923c; --s2: #5fd38d; --s3: #b79cff; --s4: #f48fc4; --s5: #5ccbe0; --s6: #a3acb7;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 1360px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 40px 0 8px; }
h3 { font-size: 1rem; margin: 24px 0 8px; }
.well { color: var(--well); }
ul.missed { color: var(--none); margin: 8px 0; padding-left: 20px; }
.charts { display: grid; gap: 16px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr)); }
figure { margin: 0; padding: 12px; background: var(--panel); border-radius: 8px; }
figcaption { font-weight: 600; }
figure > svg { display: block; width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); }
svg text.promise { fill: var(--promise); font-weight: 600; }
.grid { stroke: var(--line); }
.axis { stroke: var(--soft); }
line.promise { stroke: var(--promise); stroke-width: 1.5; stroke-dasharray: 6 4; }
line.event { stroke: var(--soft); stroke-dasharray: 2 3; }
circle.kept, rect.kept { fill: var(--kept); }
circle.late, rect.late { fill: var(--late); }
path.late, path.none { stroke: var(--none); stroke-width: 1.8; fill: none; }
polyline, .legend line { fill: none; stroke-width: 1.8; }
.series-0 { stroke: var(--s0); }
.series-1 { stroke: var(--s1); stroke-dasharray: 7 3; }
.series-2 { stroke: var(--s2); stroke-dasharray: 2 2; }
.series-3 { stroke: var(--s3); stroke-dasharray: 10 3 2 3; }
.series-4 { stroke: var(--s4); stroke-dasharray: 4 4; }
.series-5 { stroke: var(--s5); stroke-dasharray: 12 4; }
.series-6 { stroke: var(--s6); stroke-dasharray: 1 3; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 0.85rem; }
.legend svg { width: 24px; height: 8px; margin-right: 6px; vertical-align: middle; }
.wide { overflow-x: auto; margin-top: 16px; }
table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 12px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
tbody th { text-align: left; font-weight: 400; }
.words td { text-align: left; white-space: normal; }
tr.missed th, tr.missed td { color: var(--none); font-weight: 600; }
`;
