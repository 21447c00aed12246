import type { StoredMessage } from '@frontdesk/database';
import type { GenerationTimings, Message } from '@frontdesk/protocol';
import type { ReceiptTime } from './message-intake.ts';

/** The answer of a message that was stored with it, from the answer cache; null where it is still to be made. */
export function keptAnswer({ cache, events }: Pick<StoredMessage, 'cache' | 'events'>): Message | null {
  const last = events.at(-1);
  return cache === 'hit' && last?.type === 'generation:done' ? last.message : null;
}

/** Where the time went: nothing but the gateway took any. */
export function keptAnswerTimings({ clockMs }: ReceiptTime): GenerationTimings {
  const tookMs = performance.now() - clockMs;
  return {
    ...{
      gatewayMs: tookMs,
      queueMs: 0,
      prefillMs: null,
      firstTokenMs: null,
      gatewayTtftMs: tookMs,
      clientTtftMs: null,
    },
    ...{ totalMs: tookMs, promptTokens: null, generatedTokens: null, tokensPerSecond: null, cached: true },
  };
}
