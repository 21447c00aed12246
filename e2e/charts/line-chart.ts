import { drawChart, escapeText, type Frame, place } from './frame.ts';

export interface Series {
  name: string;
  /** Places on both axes, from left to right. */
  points: readonly (readonly [number, number])[];
}

export interface LineChartOptions {
  /** For those who do not see the chart. */
  title: string;
  /** What the vertical axis counts. */
  unit: string;
  /** Where the horizontal axis ends. */
  seconds: number;
  /** The vertical axis reaches so far at least. */
  least?: number;
  /** Larger values lie on the upper edge: a single one must not press all others to the ground. */
  most?: number;
  /** A line that values should stay below. */
  promise?: { value: number; text: string };
  /** What happened when. */
  marks?: readonly Mark[];
}

/** A moment on the horizontal axis. */
export interface Mark {
  at: number;
  text: string;
}

/** Colours and kinds of line that the page's style has. */
const seriesKinds = 7;

/** Values over time, a line for each series, with their names below. */
export function lineChart(
  { title, unit, seconds, least = 0, most = Number.POSITIVE_INFINITY, promise, marks = [] }: LineChartOptions,
  series: readonly Series[],
): string {
  const largest = Math.max(least, ...series.flatMap(({ points }) => points.map(([, value]) => value)));
  const axes = { x: { label: 'seconds', to: seconds }, y: { label: unit, to: Math.min(largest, most) } };
  const chart = drawChart(title, axes, (frame) => {
    const lines = series.map(({ name, points }, index) => {
      const path = points.map(([x, y]) => `${place(frame.x(x))},${place(frame.y(Math.min(y, frame.y.to)))}`).join(' ');
      return `<polyline class="series-${index % seriesKinds}" points="${path}">${tip(name)}</polyline>`;
    });
    return [
      ...markLines(frame, marks),
      ...lines,
      ...(promise ? [horizontalLine(frame, promise.value, 'promise', promise.text)] : []),
    ].join('\n');
  });
  const legend = series.map(({ name }, index) => {
    return `<li><svg viewBox="0 0 24 8" aria-hidden="true"><line class="series-${index % seriesKinds}" x1="0" x2="24" y1="4" y2="4"/></svg>${escapeText(name)}</li>`;
  });
  return `${chart}\n<ul class="legend">${legend.join('')}</ul>`;
}

/** A line across the chart with its name at the right end. */
export function horizontalLine({ y, left, right }: Frame, value: number, kind: string, text: string): string {
  const at = place(y(value));
  return `<line class="${kind}" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text class="${kind}" x="${right}" y="${at}" dy="-4" text-anchor="end">${text}</text>`;
}

/** Lines down the chart with their names at the top, each a little lower than the one before: they may lie close together. */
export function markLines({ x, top, bottom }: Frame, marks: readonly Mark[]): string[] {
  return marks.map(({ at, text }, index) => {
    const where = place(x(at));
    const name = `<text class="event" x="${where}" y="${top + 12 * (index % 3)}" dx="3" dominant-baseline="hanging">${escapeText(text)}</text>`;
    return `<line class="event" x1="${where}" x2="${where}" y1="${top}" y2="${bottom}"/>${name}`;
  });
}

/** What a mark says to who points at it. */
export function tip(text: string): string {
  return `<title>${escapeText(text)}</title>`;
}
