import { escapeText } from './frame.ts';
import { style } from './style.ts';

/** A page that needs nothing from elsewhere. */
export function pageDocument(title: string, content: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeText(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeText(title)}</h1>`,
    ...content,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A moment in words. */
export function dateAndTime(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A chart under its title. */
export function chart(title: string, drawn: string): string {
  return `<figure><figcaption>${escapeText(title)}</figcaption>${drawn}</figure>`;
}

/** The first row is the header, the first column names the rows. A row at a place of `missed` stands out. */
export function table(
  [header = [], ...rows]: readonly (readonly string[])[],
  { kind, missed = [] }: { kind?: 'words'; missed?: readonly number[] } = {},
): string {
  const head = header.map((name) => `<th scope="col">${escapeText(name)}</th>`).join('');
  const body = rows.map(([name = '', ...cells], place) => {
    const values = cells.map((cell) => `<td>${escapeText(cell)}</td>`).join('');
    return `<tr${missed.includes(place) ? ' class="missed"' : ''}><th scope="row">${escapeText(name)}</th>${values}</tr>`;
  });
  const tag = kind ? `<table class="${kind}">` : '<table>';
  return `<div class="wide">${tag}<thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
