import { escapeText } from '../../../charts/frame.ts';
import { pageDocument } from '../../../charts/page-document.ts';
import { coresChart, queueChart, ttftOverTime } from '../../load/page/charts.ts';
import { chart, figures, missedTargets } from '../../load/page/page.ts';
import type { ChaosReport } from '../report.ts';
import { nameOf } from '../schedule.ts';
import { describeChaos } from '../settings.ts';
import { takeOverRows } from '../take-over-table.ts';
import { gapChart } from './gap-chart.ts';

/** The report as one page that needs nothing from elsewhere. */
export function chaosPage(report: ChaosReport): string {
  const { at, machine, loadBefore, settings, misses, problems, struck } = report;
  const when = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const seconds = settings.thinkSeconds + settings.seconds;
  const marks = struck.map(({ event, atMs }) => ({ at: atMs / 1_000, text: nameOf(event) }));
  const overTime = { settings: { seconds }, marks };
  return pageDocument('Frontdesk in trouble', [
    `<p>${escapeText(`${when} UTC, on ${machine}; load before ${loadBefore.toFixed(1)}. ${describeChaos(settings)}.`)}</p>`,
    missedTargets([...misses, ...problems.map(({ kind, what }) => `${kind}: ${what}`)]),
    '<div class="charts">',
    chart('Time to the first words', ttftOverTime({ ...overTime, messages: report.messages })),
    chart('Silence of the answers that an event caught', gapChart({ seconds, gaps: report.gaps, marks })),
    chart('Queue', queueChart({ ...overTime, queue: report.queue })),
    chart(
      'Processor',
      report.cores.length > 0 ? coresChart({ ...overTime, cores: report.cores }) : '<p>This system does not tell.</p>',
    ),
    '</div>',
    figures([report]),
    '<h2>How each take-over adds up, in milliseconds</h2>',
    table(takeOverRows(report.gaps)),
  ]);
}

/** The first row is the header. */
function table([header = [], ...rows]: readonly (readonly string[])[]): string {
  const head = header.map((cell) => `<th scope="col">${escapeText(cell)}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => {
    const values = cells.map((cell) => `<td>${escapeText(cell)}</td>`).join('');
    return `<tr><th scope="row">${escapeText(name)}</th>${values}</tr>`;
  });
  return `<div class="wide"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
