/**
 * Upper edges of the buckets of every latency histogram, in milliseconds: `/metrics`, the minutes in the database and the
 * dashboard use these, so that all can be added up. What is promised is an edge (2 s, 500 ms, 200 ms): "kept or broken" is
 * counted, never interpolated. Stored histograms have these edges: others need a migration.
 */
export const latencyEdgesMs = [
  5, 10, 25, 50, 100, 200, 350, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 8_000, 13_000, 30_000, 60_000,
] as const;

/** How many durations lie at or below each edge and above the one before, and as the last how many lie above all. */
export type LatencyHistogram = readonly number[];

export const emptyHistogram: LatencyHistogram = [...latencyEdgesMs.map(() => 0), 0];

/** The histogram of some durations, in milliseconds. */
export function toHistogram(durationsMs: readonly number[]): LatencyHistogram {
  const counts = [...emptyHistogram];
  for (const durationMs of durationsMs) {
    const edge = latencyEdgesMs.findIndex((edgeMs) => durationMs <= edgeMs);
    const bucket = edge === -1 ? latencyEdgesMs.length : edge;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return counts;
}

/** The histogram of the durations of both: of two minutes, two sites, two workers. */
export function mergeHistograms(one: LatencyHistogram, other: LatencyHistogram): LatencyHistogram {
  return emptyHistogram.map((_, bucket) => (one[bucket] ?? 0) + (other[bucket] ?? 0));
}

export function countOf(histogram: LatencyHistogram): number {
  return histogram.reduce((sum, count) => sum + count, 0);
}

/**
 * A percentile in milliseconds, by nearest rank, evenly spread within its bucket: the right bucket for sure, the place in it
 * by estimate. So it is within an edge exactly when that share of the durations is. Above all edges it is the last edge: at
 * least that. Null for an empty histogram.
 * @param share 0.99 for p99
 */
export function percentileOf(histogram: LatencyHistogram, share: number): number | null {
  const count = countOf(histogram);
  if (count === 0) return null;
  // 0.07 × 100 is a little more than 7: not the eighth.
  const rank = Math.max(1, Math.ceil(share * count - 1e-9));
  let before = 0;
  for (const [bucket, edgeMs] of latencyEdgesMs.entries()) {
    const inBucket = histogram[bucket] ?? 0;
    const lowerMs = latencyEdgesMs[bucket - 1] ?? 0;
    if (before + inBucket >= rank) return lowerMs + ((edgeMs - lowerMs) * (rank - before)) / inBucket;
    before += inBucket;
  }
  return latencyEdgesMs.at(-1) ?? null;
}
