import { inboxLimits } from './limits.ts';

const dayMs = 86_400_000;

/** Pure: why a conversation can't be snoozed until then, for whoever chose it; null where it can. */
export function snoozeProblem(until: Date, now: Date): string | null {
  // What is no time at all is not later either.
  if (!(until > now)) return 'This time has passed.';
  return until.getTime() - now.getTime() > inboxLimits.snoozeDays * dayMs ? 'Choose a time within a year.' : null;
}
