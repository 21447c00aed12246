/** One line of the table. */
export interface Figure {
  name: string;
  value: number;
  /** As in `KB` or `ms`; empty for a count. */
  unit: string;
  /** The most that is promised; without one it is told and not judged. */
  limit?: number;
  /** Digits after the point. Defaults to 0. */
  digits?: number;
}

/** Pure: as the table shows them. */
export function rowsOf(figures: readonly Figure[]): string[][] {
  const written = (value: number, { unit, digits = 0 }: Figure) => `${value.toFixed(digits)} ${unit}`.trim();
  return [
    ['', 'measured', 'promised'],
    ...figures.map((figure) => [
      figure.name,
      written(figure.value, figure),
      figure.limit === undefined ? '' : `≤ ${written(figure.limit, figure)}`,
    ]),
  ];
}

/** Pure: what falls short, in words. What could not be measured does. */
export function missesOf(figures: readonly Figure[]): string[] {
  return figures
    .filter(({ value, limit }) => limit !== undefined && !(value <= limit))
    .map(({ name, value, unit, limit }) => `${name}: ${value} ${unit} > ${limit}`.replace('  ', ' '));
}
