import { promisedTtftMs } from '../bench/load/figures.ts';
import { escapeText } from '../charts/frame.ts';
import { lineChart, type Series } from '../charts/line-chart.ts';
import { pageDocument } from '../charts/page-document.ts';
import type { PatternReport, Point, RunReport } from './run-pattern.ts';
import { gains, runName, tableRows } from './table.ts';

/** All that one call of the simulator found out. */
export interface SimulationReport {
  at: string;
  /** Where the service times come from. */
  source: string;
  patterns: PatternReport[];
}

/** Longer times lie on the upper edge: a single one must not press all others to the ground. */
const longestShownMs = 10_000;

/** The report as one page that needs nothing from elsewhere. */
export function simulationPage({ at, source, patterns }: SimulationReport): string {
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return pageDocument('Frontdesk simulated', [
    `<p>${escapeText(`${when} UTC. Service times: ${source}.`)}</p>`,
    ...patterns.map(patternSection),
  ]);
}

function patternSection(pattern: PatternReport): string {
  const { name, description, seconds, users, runs } = pattern;
  const chart = (title: string, drawn: string) => `<figure><figcaption>${title}</figcaption>${drawn}</figure>`;
  const over = (what: string, unit: string) => ({ title: `${name}: ${what} over time`, unit, seconds });
  const each = (read: (run: RunReport) => readonly Point[]) =>
    runs.map((run): Series => ({ name: runName(run), points: read(run) }));
  const promise = { value: promisedTtftMs, text: '2 s' };
  return [
    '<section>',
    `<h2>${escapeText(`${name}: ${description}`)}</h2>`,
    '<div class="charts">',
    chart('Customers', lineChart(over('customers', 'customers'), [{ name: 'customers', points: users }])),
    chart(
      'Queue depth',
      lineChart(
        over('queue depth', 'answers'),
        each((run) => run.waiting),
      ),
    ),
    chart('Workers', lineChart(over('workers wanted and ready', 'workers'), workerSeries(runs))),
    chart(
      'TTFT p99 of the last 30 s',
      lineChart(
        { ...over('TTFT p99', 'ms'), least: 1.25 * promisedTtftMs, most: longestShownMs, promise },
        each((run) => run.ttftP99Ms),
      ),
    ),
    '</div>',
    table(tableRows(pattern)),
    ...gains(pattern).map((line) => `<p>${escapeText(line)}</p>`),
    '</section>',
  ].join('\n');
}

/** A fixed number needs one line: what is wanted is what there is, unless one dies. */
function workerSeries(runs: readonly RunReport[]): Series[] {
  return runs
    .filter(({ choice, workers }) => choice === 'affinity' || workers === undefined)
    .flatMap((run) => [
      ...(run.workers === undefined ? [{ name: `${runName(run)}: wanted`, points: run.wanted }] : []),
      { name: `${runName(run)}: ready`, points: run.ready },
    ]);
}

function table([header = [], ...rows]: readonly (readonly string[])[]): string {
  const head = header.map((name) => `<th scope="col">${escapeText(name)}</th>`).join('');
  const body = rows.map(
    ([name = '', ...cells]) =>
      `<tr><th scope="row">${escapeText(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  );
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
