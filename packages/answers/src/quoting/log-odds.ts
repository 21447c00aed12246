/** Beyond, odds say nothing more. */
export const maxLogOdds = 8;

/** Within ±maxLogOdds. */
export function logOddsOf(probability: number): number {
  const bounded = Math.max(0, Math.min(1, probability));
  return Math.max(-maxLogOdds, Math.min(maxLogOdds, Math.log(bounded / (1 - bounded))));
}
