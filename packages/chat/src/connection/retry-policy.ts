import type { WireError } from '@frontdesk/protocol';

/** What to do after a refusal. `again` repeats the same request after `afterMs`. */
export type Retry =
  | { kind: 'again'; afterMs: number }
  /** The token is not taken any more: get another one. */
  | { kind: 'renew' }
  /** The conversation is gone: leave it. */
  | { kind: 'gone' }
  /** Asking again would not help. */
  | { kind: 'give-up' };

/** A longer wait than this is told to the visitor, who decides. */
const longestWaitMs = 60_000;
/**
 * Pure: the policy for every refused request.
 * @param attempt times that this request was refused before
 * @param attemptsAtFailure how often a request is repeated when something in the gateway itself failed. Defaults to for ever
 */
export function retryPolicy(
  { code, retryAfterMs }: WireError,
  attempt: number,
  attemptsAtFailure = Number.POSITIVE_INFINITY,
): Retry {
  switch (code) {
    case 'token_expired':
    case 'token_invalid':
    case 'token_missing':
      return { kind: 'renew' };
    case 'conversation_unknown':
      return { kind: 'gone' };
    case 'answer_in_progress':
      return { kind: 'again', afterMs: retryAfterMs ?? 2_000 };
    case 'busy':
    case 'rate_limited':
    case 'ticket_invalid':
    case 'unavailable':
      return again(retryAfterMs ?? backOffMs(attempt));
    case 'internal':
      return attempt < attemptsAtFailure ? again(retryAfterMs ?? backOffMs(attempt)) : { kind: 'give-up' };
    default:
      return { kind: 'give-up' };
  }
}

/** 0.5 s, doubled with each attempt, at most 15 s; a random half of it keeps many clients from coming back at once. */
export function backOffMs(attempt: number, random: () => number = Math.random): number {
  const fullMs = Math.min(15_000, 500 * 2 ** attempt);
  return fullMs / 2 + (random() * fullMs) / 2;
}

function again(afterMs: number): Retry {
  return afterMs <= longestWaitMs ? { kind: 'again', afterMs } : { kind: 'give-up' };
}
