import { linearScale, type Scale, ticks } from './scale.ts';

const size = { width: 640, height: 280 };
const margin = { top: 16, right: 16, bottom: 44, left: 70 };
/** Room for what lies above an axis' end. */
const marksAbove = 8;

export interface Axis {
  label: string;
  /** The largest value. The vertical axis ends at a round one, the horizontal one here. */
  to: number;
}

/** What a chart is drawn into. */
export interface Frame {
  x: Scale;
  y: Scale;
  /** Of the area between the axes. */
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Draws a chart: axes from 0 with round marks, and what `content` draws between them.
 *
 * @param title for those who do not see it
 */
export function drawChart(title: string, { x, y }: { x: Axis; y: Axis }, content: (frame: Frame) => string): string {
  const [left, right] = [margin.left, size.width - margin.right];
  const [top, bottom] = [margin.top, size.height - margin.bottom];
  const marks = { x: ticks(x.to, 6).filter((mark) => mark <= x.to), y: ticks(y.to) };
  const frame: Frame = {
    x: linearScale([0, x.to], [left, right]),
    y: linearScale([0, marks.y.at(-1) ?? 1], [bottom, top + marksAbove]),
    ...{ left, right, top, bottom },
  };
  const horizontal = marks.y.map((mark) => {
    const at = place(frame.y(mark));
    return `<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text class="mark" x="${left - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${number(mark)}</text>`;
  });
  const vertical = marks.x.map((mark) => {
    return `<text class="mark" x="${place(frame.x(mark))}" y="${bottom + 18}" text-anchor="middle">${number(mark)}</text>`;
  });
  const middle = (top + bottom) / 2;
  return [
    `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeText(title)}">`,
    ...horizontal,
    ...vertical,
    `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    `<text class="label" x="${(left + right) / 2}" y="${size.height - 6}" text-anchor="middle">${escapeText(x.label)}</text>`,
    `<text class="label" transform="translate(12 ${middle}) rotate(-90)" text-anchor="middle">${escapeText(y.label)}</text>`,
    content(frame),
    '</svg>',
  ].join('\n');
}

/** A place in a drawing, short. */
export function place(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 3 });
}
