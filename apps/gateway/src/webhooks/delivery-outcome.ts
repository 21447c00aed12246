const attemptsAtMost = 8;
const firstRetryMs = 30_000;
const longestRetryMs = 6 * 3_600_000;

/** What becomes of a delivery after an attempt. `laterMs` null: it is given up. */
export type DeliveryOutcome = { told: true } | { told: false; error: string; laterMs: number | null; pause: boolean };

/**
 * Pure. Any 2xx is taken for "got it". All else is tried again: after 30 s, 2 and 8 minutes, half an hour, 2 hours, then every six,
 * eight times in all, within some 15 hours. 410 (gone) says that nobody wants it any more: the webhook is paused.
 * @param answer the status; or why there was none
 * @param attempts with this one
 */
export function deliveryOutcome(answer: number | Error, attempts: number): DeliveryOutcome {
  if (typeof answer === 'number' && answer >= 200 && answer < 300) return { told: true };
  const error = typeof answer === 'number' ? `It answered with status ${answer}.` : answer.message;
  const pause = answer === 410;
  const laterMs =
    pause || attempts >= attemptsAtMost ? null : Math.min(firstRetryMs * 4 ** (attempts - 1), longestRetryMs);
  return { told: false, error, laterMs, pause };
}
