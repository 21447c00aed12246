'use client';

import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { type ChartSeries, type ChartTone, stackSeries } from './chart-series.ts';
import { formatMoment, tickLabels } from './time-format.ts';

export interface TimeChartProps {
  /** Milliseconds since 1970, one for each step, evenly apart. */
  times: readonly number[];
  stepMs: number;
  series: readonly ChartSeries[];
  /** Lines; areas on top of one another; or columns on top of one another. */
  kind?: 'lines' | 'areas' | 'columns';
  format(value: number): string;
  /** The axis reaches at least so far. */
  least?: number;
  most?: number;
  /** A line across, such as what is promised. */
  target?: { value: number; label: string };
  height?: number;
  /** Charts with the same one share their crosshair. */
  group?: string;
}

interface Hover {
  step: number;
  left: number;
  isRight: boolean;
}

/**
 * A chart over time on a canvas, with a crosshair and the values under it. It is a picture: whoever shows it has to offer its
 * figures as a table, too.
 */
export function TimeChart(props: TimeChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [hover, setHover] = useState<Hover | null>(null);
  const current = useRef(props);
  current.current = props;
  const { times, series, kind = 'lines', height = 180, group, format, stepMs } = props;
  const shape = JSON.stringify([series.map(({ name, tone, dashed, filled }) => [name, tone, dashed, filled]), kind]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew for another set of series; values come in below
  useEffect(() => {
    if (!box.current) return;
    const nothing = [[], ...current.current.series.map(() => [])] as uPlot.AlignedData;
    const options = optionsOf(current, { height, group, width: box.current.clientWidth }, setHover);
    const made = new uPlot(options, nothing, box.current);
    chart.current = made;
    const resizing = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0 && width !== made.width) made.setSize({ width, height });
    });
    resizing.observe(box.current);
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    const redraw = () => made.redraw(false);
    scheme.addEventListener('change', redraw);
    return () => {
      scheme.removeEventListener('change', redraw);
      resizing.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [shape, height, group]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart that was made anew has no values yet
  useEffect(() => {
    // The one on top first: what lies below is drawn over it.
    const drawn = kind === 'lines' ? series.map(({ values }) => [...values]) : stackSeries(series).reverse();
    chart.current?.setData([times.map((at) => at / 1_000), ...drawn] as uPlot.AlignedData);
  }, [times, series, kind, shape, height, group]);

  const at = hover && times[hover.step];
  return (
    <div className="relative" aria-hidden="true">
      <div ref={box} style={{ height }} />
      {hover && at !== null && at !== undefined && (
        <div
          className="pointer-events-none absolute top-1 z-10 min-w-36 rounded-lg border border-line bg-surface px-2.5 py-1.5 text-xs shadow-lift"
          style={hover.isRight ? { right: `calc(100% - ${hover.left - 10}px)` } : { left: hover.left + 10 }}
        >
          <p className="whitespace-nowrap font-medium text-ink-soft">{formatMoment(at, stepMs)}</p>
          <dl className="mt-1 grid grid-cols-[auto_1fr_auto] items-center gap-x-2 gap-y-0.5 tabular-nums">
            {series.map(({ name, tone, values }) => {
              const value = values[hover.step];
              return (
                <div key={name} className="contents">
                  <span className="h-0.5 w-3 rounded-full" style={{ background: colourOf(tone) }} />
                  <dt className="whitespace-nowrap text-ink-soft">{name}</dt>
                  <dd className="whitespace-nowrap text-right font-medium">
                    {value === null || value === undefined ? '–' : format(value)}
                  </dd>
                </div>
              );
            })}
          </dl>
        </div>
      )}
    </div>
  );
}

/** As a value of CSS. */
export const colourOf = (tone: ChartTone): string => (/\d/.test(tone) ? `var(--chart-${tone})` : `var(--${tone})`);

function optionsOf(
  current: { readonly current: TimeChartProps },
  { width, height, group }: { width: number; height: number; group: string | undefined },
  onHover: (hover: Hover | null) => void,
): uPlot.Options {
  const { series, kind = 'lines' } = current.current;
  // A canvas knows no variables; asked at each drawing, so that another scheme needs no other chart.
  const read = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const canvasColour = (tone: ChartTone) => read(/\d/.test(tone) ? `--chart-${tone}` : `--${tone}`);
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { font, stroke: () => read('--ink-faint'), ticks: { show: false } };
  const stacked = kind !== 'lines';
  const columns = uPlot.paths.bars?.({ size: [0.8, 40], align: 1 });
  return {
    ...{ width, height, legend: { show: false }, padding: [8, 18, 0, 0] },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { show: !stacked, size: 6 },
      ...(group ? { sync: { key: group } } : {}),
    },
    scales: {
      x: {
        // A column stands behind the beginning of its step.
        range: (_, first, last) => {
          const step = current.current.stepMs / 1_000;
          return [first, kind === 'columns' || first === last ? last + step : last];
        },
      },
      y: {
        range: (_, __, highest) => {
          const { least = 0, most = Number.POSITIVE_INFINITY } = current.current;
          const top = Math.max(least, Number.isFinite(highest) ? highest * 1.08 : 0);
          return [Math.min(0, most), Math.min(most, top > 0 ? top : 1)];
        },
      },
    },
    axes: [
      {
        ...axis,
        ...{ space: 64, size: 26, grid: { show: false } },
        values: (_, ticks) => {
          const { times, stepMs } = current.current;
          return tickLabels(
            ticks.map((at) => at * 1_000),
            stepMs,
            (times.at(-1) ?? 0) + stepMs,
          );
        },
      },
      {
        ...axis,
        ...{ space: 36, size: 56, gap: 6, grid: { stroke: () => read('--line'), width: 1 } },
        values: (_, ticks) => ticks.map((value) => current.current.format(value)),
      },
    ],
    series: [
      {},
      ...(stacked ? series.toReversed() : series).map(({ tone, dashed, filled }): uPlot.Series => {
        const colour = () => canvasColour(tone);
        return {
          stroke: colour,
          width: kind === 'columns' ? 0 : kind === 'areas' ? 1 : 1.75,
          ...(stacked ? { fill: colour } : filled ? { fill: () => `${canvasColour(tone)}22` } : {}),
          ...(dashed ? { dash: [4, 4] } : {}),
          ...(kind === 'columns' && columns ? { paths: columns } : {}),
          // A value with nothing on either side would be no line at all.
          points: { show: !stacked, size: 4, filter: (chart, index) => lonely(chart.data[index] ?? []) },
        };
      }),
    ],
    hooks: {
      draw: [(chart) => drawTarget(chart, current.current.target, { colour: read('--bad'), font })],
      setCursor: [
        (chart) => {
          const { idx, left = -1 } = chart.cursor;
          const isHere = left >= 0 && idx !== null && idx !== undefined && chart.over.matches(':hover');
          const place = left + chart.over.offsetLeft;
          onHover(isHere ? { step: idx, left: place, isRight: place > chart.width / 2 } : null);
        },
      ],
    },
  };
}

function lonely(values: uPlot.AlignedData[number]): number[] {
  const has = (step: number) => values[step] !== null && values[step] !== undefined;
  return [...values.keys()].filter((step) => has(step) && !has(step - 1) && !has(step + 1));
}

function drawTarget(
  chart: uPlot,
  target: TimeChartProps['target'],
  { colour, font }: { colour: string; font: string },
): void {
  if (!target) return;
  const { ctx, bbox } = chart;
  const y = Math.round(chart.valToPos(target.value, 'y', true));
  if (y < bbox.top) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = uPlot.pxRatio;
  ctx.setLineDash([2 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = font.replace('11px', `${11 * uPlot.pxRatio}px`);
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(target.label, bbox.left + bbox.width - 2, y - 2);
  ctx.restore();
}
