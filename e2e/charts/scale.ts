/** From values to places in a drawing. */
export interface Scale {
  (value: number): number;
  readonly from: number;
  readonly to: number;
}

export function linearScale([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from || 1;
  const place = (value: number) => start + ((value - from) / span) * (end - start);
  return Object.assign(place, { from, to });
}

const stepsOfTen = [1, 2, 2.5, 5, 10];

/** Round values from 0 to `to` or just beyond, about so many; the last one is where an axis ends well. */
export function ticks(to: number, count = 5): number[] {
  if (!(to > 0)) return [0, 1];
  const rough = to / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = magnitude * (stepsOfTen.find((one) => one * magnitude >= rough * (1 - 1e-9)) ?? 10);
  const last = Math.ceil(to / step - 1e-9);
  return Array.from({ length: last + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
