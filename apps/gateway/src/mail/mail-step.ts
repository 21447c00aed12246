import type { ClaimedReplyMail } from '@frontdesk/database';

/** Whoever was here so recently is in the chat, or will be back after a reload. */
const goneAfterMs = 60_000;
/** A chat that is open and was not looked at for so long is a forgotten tab. */
const forgottenAfterMs = 15 * 60_000;
/** How long it is before a customer who is there is looked for again. */
const lookAgainMs = 20_000;
const attemptsAtMost = 8;
/** Of the time for which a letter is claimed: an attempt that takes longer ends, before another gateway makes one. */
export const attemptShare = 5 / 6;

/** Nothing to do: all was seen, or nobody knows where to write to. */
type Step = { kind: 'settle' } | { kind: 'wait'; laterMs: number } | { kind: 'send'; email: string };

/** Pure: what becomes of replies that may be mailed. */
export function mailStep(mail: Pick<ClaimedReplyMail, 'replies' | 'email' | 'goneMs' | 'waitingMs'>): Step {
  if (mail.replies.length === 0 || mail.email === null) return { kind: 'settle' };
  if (mail.goneMs < goneAfterMs && mail.waitingMs < forgottenAfterMs) return { kind: 'wait', laterMs: lookAgainMs };
  return { kind: 'send', email: mail.email };
}

/**
 * Pure: when a letter that could not be delivered is tried again, or null where it is given up: after a day, or at once where the
 * server says that it never will be (5xx).
 */
export function retryAfterMs(attempts: number, responseCode: number | undefined): number | null {
  const isFinal = responseCode !== undefined && responseCode >= 500 && responseCode < 600;
  return isFinal || attempts >= attemptsAtMost ? null : Math.min(30_000 * 4 ** (attempts - 1), 6 * 3_600_000);
}
