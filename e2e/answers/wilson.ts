/** How sure a share is: `share`, `low` and `high` from 0 to 1; NaN where nothing was counted. */
export interface Share {
  share: number;
  low: number;
  high: number;
}

/** 95 % of a normal distribution lie within so many standard deviations. */
const z = 1.96;

/** A share with Wilson's 95 % interval, which also holds for few trials and for shares near 0 and 1. */
export function wilson(hits: number, trials: number): Share {
  if (trials === 0) return { share: Number.NaN, low: Number.NaN, high: Number.NaN };
  const share = hits / trials;
  const spread = z * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  const middle = share + z ** 2 / (2 * trials);
  const scale = 1 + z ** 2 / trials;
  return { share, low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
