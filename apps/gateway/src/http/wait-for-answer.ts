import type { StoredMessage } from '@frontdesk/database';
import { CodedError, type GenerationText, type Message } from '@frontdesk/protocol';
import { keptAnswer } from '../messages/kept-answer.ts';
import type { Relay } from '../relay/relay.ts';
import type { Subscriber } from '../relay/subscriber.ts';
import { HungUp } from './hang-up.ts';

/** Nobody waits longer for one HTTP answer; the conversation still gets it. */
const patienceMs = 5 * 60_000;
/** Another gateway, or the next one, takes the request by then. */
const stoppingRetryMs = 2_000;
/** What was not answered in a minute is not answered a second later: workers are away, or have too much to do. */
const expiredRetryMs = 5_000;

export interface AnswerWait {
  siteId: string;
  stored: StoredMessage;
  /** Its client named it: the same request again finds this answer, however it ended. */
  isNamed: boolean;
  onText: (words: GenerationText) => void;
  /** Ends the waiting: the client has gone, or the gateway stops. */
  signal: AbortSignal;
}

/**
 * Follows a conversation until the answer to a stored message has ended, also when it ended long ago.
 * @throws CodedError the code that the generation ended with; `unavailable` when waiting was aborted
 */
export async function waitForAnswer(
  relay: Relay,
  { siteId, stored, isNamed, onText, signal }: AnswerWait,
): Promise<Message> {
  const { conversationId, generationId } = stored;
  const kept = keptAnswer(stored);
  if (kept) {
    onText({ conversationId, generationId, position: 0, text: kept.text });
    relay.told(generationId);
    return kept;
  }
  let resolve: (message: Message) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const ended = new Promise<Message>((...settle) => {
    [resolve, reject] = settle;
  });
  let gone = false;
  const subscriber: Subscriber = {
    audience: 'customer',
    gone: () => gone,
    text: (words) => {
      if (words.generationId === generationId) onText(words);
    },
    event: (event) => {
      if (event.type === 'generation:done' && event.generationId === generationId) resolve(event.message);
      if (event.type === 'generation:ended' && event.generationId === generationId) {
        const { code, message } = event.error;
        const again = code === 'generation_expired' && !isNamed ? { retryAfterMs: expiredRetryMs } : {};
        reject(new CodedError(code, { message, ...again }));
      }
    },
    deleted: () => reject(new CodedError('conversation_unknown')),
  };
  const stop = () => {
    const { reason } = signal;
    reject(reason instanceof HungUp ? reason : new CodedError('unavailable', { retryAfterMs: stoppingRetryMs }));
  };
  const patience = setTimeout(
    () => reject(new CodedError('generation_expired', { retryAfterMs: expiredRetryMs })),
    patienceMs,
  );
  signal.addEventListener('abort', stop);
  try {
    if (signal.aborted) stop();
    relay.follow({ siteId, conversationId }, subscriber, stored.seq - 1).catch(reject);
    return await ended;
  } finally {
    gone = true;
    clearTimeout(patience);
    signal.removeEventListener('abort', stop);
    relay.leave(conversationId, subscriber);
  }
}
