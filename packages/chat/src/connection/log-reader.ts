import {
  type ConversationEvent,
  conversationEvent,
  conversationReference,
  generationText,
  queuePlace,
} from '@frontdesk/protocol';
import * as z from 'zod/mini';
import { gapPosition, type Words } from '../state/answer-text.ts';
import { isNext } from '../state/apply-event.ts';
import type { ChatStore } from '../state/chat-store.ts';
import { throwUnlessRefusal } from './gateway-request.ts';
import { retryPolicy } from './retry-policy.ts';
import type { Timers } from './timers.ts';
import type { VisitorConnection } from './visitor-connection.ts';

/** Keeps the store up to date with the conversation's log and with the words of running answers. */
export interface LogReader {
  /** Reads everything after `lastSeq`, then goes online. Called again meanwhile, it reads once more. */
  synchronise(): Promise<void>;
  /** An event as it came; one that does not follow the newest is fetched together with what is missing. */
  receiveEvent(received: unknown): void;
  receiveWords(received: unknown): void;
  receivePlace(received: unknown): void;
  /** Another tab of this visitor began a conversation, or this one did. */
  receiveBegun(received: unknown): void;
  receiveDeleted(received: unknown): void;
}

/** An acknowledgement that the gateway has sent is here by then. */
const acknowledgedWithinMs = 500;
const anyEvent = z.object({ conversationId: z.string(), seq: z.int() });

export function createLogReader(options: {
  store: ChatStore;
  connection: VisitorConnection;
  timers: Timers;
  /** The log is complete, and the chat online. */
  onOnline: () => void;
  onAnswerEnded: () => void;
  /** An answer has words to see. */
  onWords: (generationId: string) => void;
  /** Whether this tab has written in the conversation. */
  isOwn: (conversationId: string) => boolean;
  /** Another tab began a conversation that is not shown here. */
  onBegun: (conversationId: string) => void;
  /** That conversation is gone, whether it is shown or not. */
  onGone: (conversationId: string) => void;
}): LogReader {
  const { store, connection, timers, onOnline, onAnswerEnded, onWords, isOwn, onBegun, onGone } = options;
  const { getState, dispatch } = store;
  const filling = new Set<string>();
  let running = false;
  let runAgain = false;
  let attempt = 0;
  /** The conversation that was asked for last; null: the newest. */
  let asked: string | null = null;

  async function synchronise(): Promise<void> {
    runAgain = true;
    if (running) return;
    running = true;
    try {
      while (runAgain) {
        runAgain = false;
        await readPages();
      }
      attempt = 0;
      dispatch({ type: 'opened' });
      if (getState().connection !== 'online') dispatch({ type: 'connection', connection: 'online' });
      onOnline();
    } catch (error) {
      recover(error);
    } finally {
      running = false;
    }
  }

  async function readPages(): Promise<void> {
    for (;;) {
      const { conversationId, lastSeq, blank } = getState();
      if (blank) return;
      asked = conversationId;
      const page = await connection.request(
        'conversation:open',
        conversationId === null ? {} : { conversationId, afterSeq: lastSeq },
      );
      const shown = getState();
      const isSame =
        (!shown.blank && shown.conversationId === conversationId) ||
        (conversationId === null && shown.conversationId === page?.conversationId);
      // The visitor has turned to another conversation meanwhile, or to another one and back: then what the page goes on from is gone.
      if (!isSame || shown.lastSeq < lastSeq) {
        runAgain = true;
        return;
      }
      if (page === null) return;
      if (page.lastSeq < lastSeq) {
        // A backup was restored: what is shown is not what is stored, which is read from its beginning.
        dispatch({ type: 'show', conversationId });
        continue;
      }
      dispatch({ type: 'page', page });
      for (const { generationId } of page.running) tellWords(generationId);
      const now = getState().lastSeq;
      if (now >= page.lastSeq || now === lastSeq) return;
    }
  }

  function recover(error: unknown): void {
    throwUnlessRefusal(error);
    // Without a connection nothing is to be done: the next one begins here again.
    if (!connection.connected()) return;
    const retry = retryPolicy(error.wire, attempt);
    attempt += 1;
    switch (retry.kind) {
      case 'again':
        timers.after(retry.afterMs, () => void synchronise());
        break;
      case 'renew':
        connection.renew();
        break;
      case 'gone':
        if (asked !== null) onGone(asked);
        timers.after(0, () => void synchronise());
        break;
      case 'give-up':
        dispatch({ type: 'connection', connection: 'refused', problem: error.wire });
        break;
    }
  }

  function receiveEvent(received: unknown): void {
    const parsed = conversationEvent.safeParse(received);
    const numbered = parsed.success ? parsed : anyEvent.safeParse(received);
    if (!numbered.success) return;
    const { conversationId, seq } = numbered.data;
    const state = getState();
    const isElsewhere = state.blank
      ? seq > 1
      : state.conversationId !== null && state.conversationId !== conversationId;
    if (isElsewhere) {
      if (parsed.success && isNews(parsed.data)) dispatch({ type: 'news-elsewhere', news: true });
      return;
    }
    if (!isNext(state, numbered.data)) {
      const mine = state.conversationId === null || state.conversationId === conversationId;
      if (mine && seq > state.lastSeq) void synchronise();
      return;
    }
    if (!parsed.success) {
      // From a newer gateway: nothing that this client could show.
      dispatch({ type: 'event:unknown', conversationId, seq });
      return;
    }
    const event = parsed.data;
    dispatch({ type: 'event', event });
    if (event.type === 'generation:done') onWords(event.generationId);
    if (event.type === 'generation:done' || event.type === 'generation:ended') onAnswerEnded();
  }

  function receiveWords(received: unknown): void {
    const parsed = generationText.safeParse(received);
    if (!parsed.success || parsed.data.conversationId !== getState().conversationId) return;
    apply(parsed.data);
    void fillGap(parsed.data.generationId);
  }

  function receivePlace(received: unknown): void {
    const parsed = queuePlace.safeParse(received);
    if (parsed.success) dispatch({ type: 'waiting', place: parsed.data });
  }

  function apply(words: Words): void {
    dispatch({ type: 'words', words });
    tellWords(words.generationId);
  }

  function tellWords(generationId: string): void {
    if (getState().answers[generationId]?.phase === 'streaming') onWords(generationId);
  }

  async function fillGap(generationId: string): Promise<void> {
    const answer = getState().answers[generationId];
    const position = answer === undefined ? null : gapPosition(answer);
    if (position === null || filling.has(generationId)) return;
    filling.add(generationId);
    try {
      const { text, position: from } = await connection.request('generation:read', { generationId, position });
      apply({ generationId, position: from, text });
    } catch (error) {
      throwUnlessRefusal(error);
      // The next words ask again; at the latest the finished answer brings all of its text.
    } finally {
      filling.delete(generationId);
    }
  }

  function receiveBegun(received: unknown): void {
    const parsed = conversationReference.safeParse(received);
    if (!parsed.success) return;
    const { conversationId } = parsed.data;
    // Where this tab began it, the acknowledgement of its message is on the way.
    timers.after(acknowledgedWithinMs, () => {
      if (!isOwn(conversationId) && getState().conversationId !== conversationId) onBegun(conversationId);
    });
  }

  function receiveDeleted(received: unknown): void {
    const parsed = conversationReference.safeParse(received);
    if (parsed.success) onGone(parsed.data.conversationId);
  }

  return { synchronise, receiveEvent, receiveWords, receivePlace, receiveBegun, receiveDeleted };
}

/** Whether an event tells the visitor something. */
const isNews = (event: ConversationEvent): boolean =>
  event.type === 'generation:done' || (event.type === 'message:created' && event.message.role === 'agent');
