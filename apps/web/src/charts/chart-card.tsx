'use client';

import { ChartSpline, Table2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { colourOf, TimeChart, type TimeChartProps } from './time-chart.tsx';
import { formatMoment } from './time-format.ts';

interface Props extends TimeChartProps {
  title: string;
  /** What it shows, where the title does not say it. */
  about?: ReactNode;
  className?: string;
}

/** A chart with its title, its colours, and the same figures as a table. */
export function ChartCard({ title, about, className = '', ...chart }: Props) {
  const [asTable, setAsTable] = useState(false);
  const isEmpty = chart.series.every(({ values }) => values.every((value) => value === null));
  const Icon = asTable ? ChartSpline : Table2;
  return (
    <section
      aria-label={title}
      className={`flex min-w-0 flex-col rounded-xl border border-line bg-surface px-4 pt-3 pb-2.5 ${className}`}
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="font-semibold text-sm">{title}</h2>
          {about && <p className="mt-0.5 text-ink-soft text-xs leading-snug">{about}</p>}
        </div>
        <button
          type="button"
          onClick={() => setAsTable(!asTable)}
          aria-pressed={asTable}
          aria-label={`${title} as a table`}
          title={asTable ? 'Show the chart' : 'Show as a table'}
          className="-mt-1 -mr-2 grid size-8 shrink-0 place-items-center rounded-lg text-ink-faint hover:bg-hover hover:text-ink"
        >
          <Icon aria-hidden="true" className="size-4" />
        </button>
      </div>
      {chart.series.length > 1 && (
        <ul className="mt-1.5 flex flex-wrap gap-x-3.5 gap-y-0.5 text-ink-soft text-xs" aria-hidden={asTable}>
          {chart.series.map(({ name, tone, dashed }) => (
            <li key={name} className="flex items-center gap-1.5">
              <svg aria-hidden="true" width="14" height="4" className="shrink-0">
                <line
                  {...{ x1: 0, y1: 2, x2: 14, y2: 2, strokeWidth: 3 }}
                  strokeDasharray={dashed ? '4 3' : undefined}
                  style={{ stroke: colourOf(tone) }}
                />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-auto pt-1.5">
        {isEmpty ? (
          <p className="grid place-items-center text-ink-faint text-xs" style={{ height: chart.height ?? 180 }}>
            Nothing in this time.
          </p>
        ) : asTable ? (
          <FigureTable title={title} {...chart} />
        ) : (
          <TimeChart {...chart} />
        )}
      </div>
    </section>
  );
}

/** Steps with a value, the newest first. */
function FigureTable({ title, times, series, stepMs, format, height = 180 }: TimeChartProps & { title: string }) {
  const steps = [...times.keys()].filter((step) => series.some(({ values }) => values[step] != null)).reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="relative overflow-auto" style={{ height }} tabIndex={0} aria-label={`${title}, table`}>
      <table className="w-full text-xs tabular-nums">
        <thead className="sticky top-0 bg-surface text-ink-soft">
          <tr>
            <th scope="col" className="py-1 pr-3 text-left font-medium">
              Time
            </th>
            {series.map(({ name }) => (
              <th key={name} scope="col" className="py-1 pl-3 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={times[step]} className="border-line border-t">
              <th scope="row" className="whitespace-nowrap py-1 pr-3 text-left font-normal">
                {formatMoment(times[step] ?? 0, stepMs)}
              </th>
              {series.map(({ name, values }) => (
                <td key={name} className="py-1 pl-3 text-right">
                  {values[step] == null ? '–' : format(values[step])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
