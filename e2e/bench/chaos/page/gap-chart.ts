import { drawChart, place } from '../../../charts/frame.ts';
import { horizontalLine, type Mark, markLines, tip } from '../../../charts/line-chart.ts';
import type { ChaosReport } from '../report.ts';
import { nameOf } from '../schedule.ts';

/** Wanted of 95 of 100 after a worker's death; longer ones look late. */
const wantedMs = 3_000;
const leastAxisMs = 6_500;
/** Longer silences lie on the upper edge. */
const mostAxisMs = 15_000;

export interface GapChartOptions {
  seconds: number;
  gaps: ChaosReport['gaps'];
  marks: readonly Mark[];
}

/** Every answer that an event caught, by when that was and how long its customer saw nothing new. */
export function gapChart({ seconds, gaps, marks }: GapChartOptions): string {
  const longest = Math.max(leastAxisMs, ...gaps.map(({ gapMs }) => gapMs));
  const axes = { x: { label: 'seconds', to: seconds }, y: { label: 'silence, ms', to: Math.min(mostAxisMs, longest) } };
  return drawChart('Silence of each answer that an event caught', axes, (frame) => {
    const dots = gaps.map(({ event, atSeconds, gapMs }) => {
      const shownMs = Math.min(gapMs, frame.y.to);
      const what = Number.isFinite(gapMs) ? `${gapMs.toFixed(0)} ms` : 'for ever';
      const kind = gapMs <= wantedMs ? 'kept' : 'late';
      return `<circle class="${kind}" cx="${place(frame.x(atSeconds))}" cy="${place(frame.y(shownMs))}" r="3">${tip(`${nameOf(event)}: ${what}`)}</circle>`;
    });
    const wanted = horizontalLine(frame, wantedMs, 'promise', '3 s');
    return [...markLines(frame, marks), ...dots, wanted].join('\n');
  });
}
