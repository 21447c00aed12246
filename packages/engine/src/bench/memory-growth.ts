export interface MemorySample {
  step: number;
  /** Bytes, after a collection of garbage, as {@link ownMemory} counts them. */
  own: number;
  heap: number;
  /** Native memory that objects hold, array buffers included. */
  external: number;
}

export interface Growth {
  /** The step after which memory is expected to be flat. */
  from: number;
  own: Rise;
  heap: Rise;
  external: Rise;
}

export interface Rise {
  /** What the line through the samples, by least squares, rises by from the first to the last; bytes. */
  trend: number;
  /** By how much the highest sample is above the median of the first tenth; bytes. */
  peak: number;
}

/** Before, slots and prefix cache are filled for the first time, and code is compiled. Of a short run half. */
const WARM_UP_SHARE = 0.1;
const WARM_UP_STEPS = 1000;

/**
 * What counts as flat, whatever the number of steps. Over 100,000 steps one lost object of 100 bytes per step is 10 MiB;
 * an allocator's own ups and downs are some MiB.
 */
export const limits = { trendBytes: 8 * 2 ** 20, peakBytes: 32 * 2 ** 20 };

/** How memory has grown after the warm-up. */
export function findGrowth(samples: readonly MemorySample[]): Growth {
  const steps = samples.at(-1)?.step ?? 0;
  const warmUp = Math.max(WARM_UP_SHARE * steps, Math.min(WARM_UP_STEPS, steps / 2));
  const warm = samples.filter(({ step }) => step > warmUp);
  const rise = (read: (sample: MemorySample) => number) => riseOf(warm.map((one) => [one.step, read(one)]));
  return {
    from: warm[0]?.step ?? 0,
    own: rise((one) => one.own),
    heap: rise((one) => one.heap),
    external: rise((one) => one.external),
  };
}

function riseOf(points: readonly (readonly [number, number])[]): Rise {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanX = mean(points.map(([x]) => x));
  const meanY = mean(points.map(([, y]) => y));
  const spread = mean(points.map(([x]) => (x - meanX) ** 2));
  const slope = spread === 0 ? 0 : mean(points.map(([x, y]) => (x - meanX) * (y - meanY))) / spread;
  const width = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
  const beginning = points.slice(0, Math.max(1, Math.floor(points.length / 10))).map(([, y]) => y);
  const middle = beginning.toSorted((a, b) => a - b)[beginning.length >> 1] ?? Number.NaN;
  return { trend: slope * width, peak: Math.max(...points.map(([, y]) => y)) - middle };
}
