import { promisedTtftMs } from '../bench/load/figures.ts';
import { escapeText } from '../charts/frame.ts';
import { lineChart, type Series } from '../charts/line-chart.ts';
import { chart, dateAndTime, pageDocument, table } from '../charts/page-document.ts';
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
  return pageDocument('Frontdesk simulated', [
    `<p>${escapeText(`${dateAndTime(at)}. Service times: ${source}.`)}</p>`,
    ...patterns.map(patternSection),
  ]);
}

function patternSection(pattern: PatternReport): string {
  const { name, description, seconds, users, runs } = pattern;
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
