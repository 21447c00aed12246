import type { ServerAnswer } from '../own-server/post-signed.ts';

const attemptsAtMost = 8;
const firstRetryMs = 30_000;
const longestRetryMs = 6 * 3_600_000;
/** For no longer a webhook rests, whatever its server asks for: whoever has mended it is not waiting for days. */
const longestRestMs = 3_600_000;

/** What becomes of a delivery after an attempt. */
export type DeliveryOutcome =
  | { told: true }
  | {
      told: false;
      error: string;
      /** When it is tried again; null: it is given up. */
      laterMs: number | null;
      /** For so long its webhook is told of nothing at all. */
      restMs: number;
      pause: boolean;
    };

/**
 * Pure. Any 2xx is taken for "got it". All else is tried again: after 30 s, 2 and 8 minutes, half an hour, 2 hours, then every six,
 * eight times in all, within some 15 hours, and no sooner than a server that has too much to do asks for. 410 (gone) says that nobody
 * wants it any more: the webhook is paused.
 * @param answer or why there was none
 * @param attempts with this one
 * @param now milliseconds since 1970
 */
export function deliveryOutcome(answer: ServerAnswer | Error, attempts: number, now = Date.now()): DeliveryOutcome {
  if (answer instanceof Error) return notTold({ error: answer.message, attempts, restMs: 0 });
  const { status, retryAfter = '' } = answer;
  if (status >= 200 && status < 300) return { told: true };
  const restMs = status === 429 || status === 503 ? Math.min(waitMs(retryAfter, now), longestRestMs) : 0;
  return notTold({ error: `It answered with status ${status}.`, attempts, restMs, pause: status === 410 });
}

function notTold(why: { error: string; attempts: number; restMs: number; pause?: boolean }): DeliveryOutcome {
  const { error, attempts, restMs, pause = false } = why;
  const usualMs = Math.min(firstRetryMs * 4 ** (attempts - 1), longestRetryMs);
  const laterMs = pause || attempts >= attemptsAtMost ? null : Math.max(usualMs, restMs);
  return { told: false, error, laterMs, restMs, pause };
}

/** What `Retry-After` asks for: seconds, or a date of HTTP (RFC 9110, 10.2.3). Anything else is nothing. */
function waitMs(retryAfter: string, now: number): number {
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  // Without a zone it would be read as local time.
  const until = retryAfter.endsWith(' GMT') ? Date.parse(retryAfter) : Number.NaN;
  return Number.isNaN(until) ? 0 : Math.max(0, until - now);
}
