import { escapeText } from '../../../charts/frame.ts';
import { chart, dateAndTime, pageDocument, table } from '../../../charts/page-document.ts';
import { coresChart, queueChart, ttftOverTime } from '../../load/page/charts.ts';
import { figures, missedTargets } from '../../load/page/page.ts';
import type { ChaosReport } from '../report.ts';
import { nameOf } from '../schedule.ts';
import { describeChaos } from '../settings.ts';
import { takeOverRows } from '../take-over-table.ts';
import { gapChart } from './gap-chart.ts';

/** The report as one page that needs nothing from elsewhere. */
export function chaosPage(report: ChaosReport): string {
  const { at, machine, loadBefore, settings, misses, problems, struck } = report;
  const seconds = settings.thinkSeconds + settings.seconds;
  const marks = struck.map(({ event, atMs }) => ({ at: atMs / 1_000, text: nameOf(event) }));
  const overTime = { settings: { seconds }, marks };
  return pageDocument('Frontdesk in trouble', [
    `<p>${escapeText(`${dateAndTime(at)}, on ${machine}; load before ${loadBefore.toFixed(1)}. ${describeChaos(settings)}.`)}</p>`,
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
