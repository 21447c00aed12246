const firstMs = 100;
const longestMs = 5_000;

/** How long to wait before attempt `attempt` (from 0) to connect again, with jitter: processes must not come all at once. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 16));
  return ceiling * (0.5 + random() / 2);
}
