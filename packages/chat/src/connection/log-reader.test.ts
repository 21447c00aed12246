import type { ConversationEvent } from '@frontdesk/protocol';
import { expect, it, vi } from 'vitest';
import { initialChatState } from '../state/chat-state.ts';
import { createChatStore } from '../state/chat-store.ts';
import { createLogReader } from './log-reader.ts';
import { createTimers } from './timers.ts';
import type { VisitorConnection } from './visitor-connection.ts';

const conversationId = '0192f0c1-0000-7000-8000-00000000000a';
const at = '2026-03-18T12:00:00.000Z';
const idOf = (seq: number) => `0192f0c1-0000-7000-8000-${String(seq).padStart(12, '0')}`;

/** Of each three events the question, its answer's place, and the answer. */
function happened(seq: number): ConversationEvent {
  const place = { conversationId, seq, at };
  const message = { createdAt: at, clientMessageId: null, text: `said in ${seq}` };
  const generationId = idOf(Math.ceil(seq / 3) + 100);
  switch (seq % 3) {
    case 1:
      return {
        ...{ ...place, type: 'message:created' },
        message: { ...message, id: idOf(seq), role: 'visitor', generationId: null },
      };
    case 2:
      return { ...place, type: 'generation:queued', generationId, questionMessageId: idOf(seq - 1) };
    default:
      return {
        ...{ ...place, type: 'generation:done', generationId },
        message: { ...message, id: idOf(seq), role: 'assistant', generationId },
      };
  }
}
const log = (length: number) => Array.from({ length }, (_, index) => happened(index + 1));

it('shows what a restored backup knows of the conversation, what is answered since, and what is still to be sent', async () => {
  let stored = log(12);
  const request = vi.fn(async (_name: string, { afterSeq = 0 }: { afterSeq?: number }) => ({
    ...{ conversationId, running: [], lastSeq: stored.length },
    events: stored.filter(({ seq }) => seq > afterSeq),
  }));
  const store = createChatStore({ ...initialChatState, conversationId });
  const reader = createLogReader({
    ...{ store, timers: createTimers() },
    connection: { request, connected: () => true } as unknown as VisitorConnection,
    ...{ onOnline: () => {}, onAnswerEnded: () => {}, onWords: () => {} },
    ...{ isOwn: () => true, onBegun: () => {}, onGone: () => {} },
  });
  await reader.synchronise();
  expect(store.getState()).toMatchObject({ lastSeq: 12, opened: true });
  const outgoing = { clientMessageId: idOf(1), text: 'Hello?', conversationId, supersedes: null, createdAt: at };
  store.dispatch({ type: 'outgoing:add', outgoing: { ...outgoing, status: 'sending', error: null } });

  stored = log(6);
  await reader.synchronise();
  expect(store.getState()).toMatchObject({ lastSeq: 6, opened: true, outgoing: [outgoing] });
  expect(store.getState().entries).toHaveLength(4);
  for (const event of [7, 8, 9].map(happened)) reader.receiveEvent(event);
  expect(store.getState().entries.at(-1)).toEqual({ kind: 'answer', generationId: idOf(103) });
  expect(store.getState().answers[idOf(103)]).toMatchObject({ phase: 'done', text: 'said in 9' });
});
