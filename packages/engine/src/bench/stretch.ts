import type { BesideReply } from './side.ts';

/** How many times longer than without it the time between two tokens is beside a long prompt, at p99. */
export interface Stretch {
  /** Of the p99 without: what a customer has whom nobody disturbs, on a machine that others use. This one is checked. */
  toP99: number;
  /** Of the median without, which hides that the machine itself is late at times. */
  toMedian: number;
}

export function stretchOf({ besideP99Ms, aloneP99Ms, aloneMedianMs }: BesideReply): Stretch {
  return { toP99: besideP99Ms / aloneP99Ms, toMedian: besideP99Ms / aloneMedianMs };
}
