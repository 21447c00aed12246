/** Names of colours in `globals.css`. */
export type ChartTone = '1' | '2' | '3' | '4' | '5' | '6' | 'good' | 'warn' | 'bad' | 'neutral';

export interface ChartSeries {
  name: string;
  tone: ChartTone;
  /** One for each step; null where there is nothing to show. */
  values: readonly (number | null)[];
  /** Told apart by more than its colour. */
  dashed?: boolean;
  filled?: boolean;
}

/** Values on top of one another, in order: the last series is the sum of all. Steps without any value stay empty. */
export function stackSeries(series: readonly ChartSeries[]): (number | null)[][] {
  const sums: (number | null)[] = (series[0]?.values ?? []).map(() => null);
  return series.map(({ values }) => {
    for (const [step, value] of values.entries()) {
      if (value !== null) sums[step] = (sums[step] ?? 0) + value;
    }
    return [...sums];
  });
}
