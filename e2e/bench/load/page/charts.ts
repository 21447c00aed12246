import { drawChart, place } from '../../../charts/frame.ts';
import { horizontalLine, lineChart, type Mark, markLines, tip } from '../../../charts/line-chart.ts';
import { promisedTtftMs } from '../figures.ts';
import type { RunReport } from '../report.ts';

/** Longer times lie on the upper edge: a single one must not press all others to the ground. */
const longestShownMs = 10_000;
/** The axis ends behind the promised time, so that one sees how far away it is. */
const shortestAxisMs = 2_500;
const histogramStepMs = 100;

/** What a chart over the time of a run needs, with what happened meanwhile. */
type OverTime<Part extends keyof RunReport> = Pick<RunReport, Part> & {
  settings: Pick<RunReport['settings'], 'seconds'>;
  marks?: readonly Mark[];
};

/** Every message by when it was sent and how long its first words took; the promised time as a line. */
export function ttftOverTime({ settings, messages, marks = [] }: OverTime<'messages'>): string {
  const to = axisMs(messages.map(({ ttftMs }) => ttftMs));
  const axes = { x: { label: 'seconds', to: settings.seconds }, y: { label: 'TTFT, ms', to } };
  return drawChart('Time to the first words of every message over time', axes, (frame) => {
    const dots = messages.map(({ atSeconds, ttftMs, outcome, code }) => {
      const x = frame.x(atSeconds);
      const when = `${atSeconds.toFixed(1)} s: `;
      if (ttftMs <= frame.y.to) {
        const kind = ttftMs < promisedTtftMs ? 'kept' : 'late';
        return `<circle class="${kind}" cx="${place(x)}" cy="${place(frame.y(ttftMs))}" r="2.2">${tip(`${when}${ttftMs.toFixed(0)} ms`)}</circle>`;
      }
      const what = Number.isFinite(ttftMs) ? `${ttftMs.toFixed(0)} ms` : (code ?? outcome);
      return `<path class="${Number.isFinite(ttftMs) ? 'late' : 'none'}" d="${cross(x, frame.top + 2)}">${tip(when + what)}</path>`;
    });
    const promised = horizontalLine(frame, promisedTtftMs, 'promise', '2 s');
    return [...markLines(frame, marks), ...dots, promised].join('\n');
  });
}

/** How many messages had their first words after how long. Those beyond the axis stand in its last bar. */
export function ttftHistogram({ messages }: RunReport): string {
  const to = axisMs(messages.map(({ ttftMs }) => ttftMs));
  const bars = histogram(
    messages.map(({ ttftMs }) => ttftMs),
    { stepMs: histogramStepMs, toMs: to },
  );
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const axes = { x: { label: 'TTFT, ms', to }, y: { label: 'messages', to: most } };
  return drawChart('Messages by the time to their first words', axes, (frame) => {
    const drawn = bars
      .filter(({ count }) => count > 0)
      .map(({ fromMs, count }) => {
        const [left, right] = [frame.x(fromMs), frame.x(fromMs + histogramStepMs)];
        const isLast = fromMs + histogramStepMs >= to;
        const range = isLast ? `${fromMs} ms and longer, or never` : `${fromMs} to ${fromMs + histogramStepMs} ms`;
        const kind = fromMs < promisedTtftMs ? 'kept' : 'late';
        const top = frame.y(count);
        return `<rect class="${kind}" x="${place(left + 0.5)}" y="${place(top)}" width="${place(right - left - 1)}" height="${place(frame.bottom - top)}">${tip(`${range}: ${count}`)}</rect>`;
      });
    const x = place(frame.x(promisedTtftMs));
    const line = `<line class="promise" x1="${x}" x2="${x}" y1="${frame.top}" y2="${frame.bottom}"/><text class="promise" x="${x}" y="${frame.top}" dx="4" dominant-baseline="hanging">2 s</text>`;
    return [...drawn, line].join('\n');
  });
}

/** Answers that wait for a worker, and those in the making. */
export function queueChart({ settings, queue, marks = [] }: OverTime<'queue'>): string {
  const series = [
    { name: 'waiting', points: queue.map(({ atSeconds, queued }) => [atSeconds, queued] as const) },
    { name: 'in the making', points: queue.map(({ atSeconds, running }) => [atSeconds, running] as const) },
  ];
  return lineChart(
    { title: 'Answers that wait and are made over time', unit: 'answers', seconds: settings.seconds, marks },
    series,
  );
}

/** Cores that each process keeps busy. */
export function coresChart({ settings, cores, marks = [] }: OverTime<'cores'>): string {
  const names = [...new Set(cores.flatMap((sample) => Object.keys(sample.cores)))];
  const series = names.map((name) => ({
    name,
    points: cores.flatMap((sample) => {
      const value = sample.cores[name];
      return value === undefined ? [] : [[sample.atSeconds, value] as const];
    }),
  }));
  return lineChart(
    { title: 'Cores that each process keeps busy over time', unit: 'cores', seconds: settings.seconds, marks },
    series,
  );
}

/** Counts times in steps from 0 to `toMs`; longer and infinite ones in the last. */
export function histogram(
  timesMs: readonly number[],
  { stepMs, toMs }: { stepMs: number; toMs: number },
): { fromMs: number; count: number }[] {
  const bars = Array.from({ length: Math.ceil(toMs / stepMs) }, (_, index) => ({ fromMs: index * stepMs, count: 0 }));
  for (const ms of timesMs) {
    const bar = bars[Math.min(bars.length - 1, Math.floor(ms / stepMs))];
    if (bar) bar.count += 1;
  }
  return bars;
}

function axisMs(timesMs: readonly number[]): number {
  const longest = Math.max(0, ...timesMs.filter(Number.isFinite));
  const shown = Math.min(longestShownMs, Math.max(shortestAxisMs, longest));
  return Math.ceil(shown / 500) * 500;
}

function cross(x: number, y: number): string {
  const [left, right] = [place(x - 3), place(x + 3)];
  return `M${left} ${place(y - 3)}L${right} ${place(y + 3)}M${left} ${place(y + 3)}L${right} ${place(y - 3)}`;
}
