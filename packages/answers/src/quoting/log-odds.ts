/** Beyond, odds say nothing more. */
export const maxLogOdds = 8;

/** Within ±maxLogOdds. */
export const boundedLogOdds = (logOdds: number): number => Math.max(-maxLogOdds, Math.min(maxLogOdds, logOdds));

export function logOddsOf(probability: number): number {
  const bounded = Math.max(0, Math.min(1, probability));
  return boundedLogOdds(Math.log(bounded / (1 - bounded)));
}
