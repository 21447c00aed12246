import { type ChatState, chatReducer, initialChatState } from '@frontdesk/chat';
import type { AnswerReceipt, ConversationEvent, GenerationTimings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { shownReceipt } from './shown-receipt.ts';

const id = (last: number) => `0192f0c1-0000-7000-8000-${String(last).padStart(12, '0')}`;
const at = '2026-03-18T12:00:00.000Z';
const done = (seq: number, text: string): ConversationEvent => ({
  ...{ conversationId: id(1), seq, at, type: 'generation:done', generationId: id(10 + seq) },
  message: {
    ...{ id: id(20 + seq), role: 'assistant', text, clientMessageId: null, generationId: id(10 + seq), createdAt: at },
  },
});
const chat = [done(1, 'one'), done(2, 'two'), done(3, 'three')].reduce<ChatState>(
  (state, event) => chatReducer(state, { type: 'event', event }),
  { ...initialChatState, conversationId: id(1) },
);
const receipt: AnswerReceipt = { mode: 'quote', confidence: 0.9, found: [], stale: false, guarded: false };
const timings = { totalMs: 1 } as GenerationTimings;
const of = (...seqs: number[]) => ({
  chat,
  receipts: Object.fromEntries(seqs.map((seq) => [id(10 + seq), receipt])),
  timings: Object.fromEntries(seqs.map((seq) => [id(10 + seq), timings])),
});

test('the newest answer that has a receipt, until another one is chosen', () => {
  expect(shownReceipt(of(1, 2), null)?.text).toBe('two');
  expect(shownReceipt(of(1, 2), id(11))?.text).toBe('one');
  expect(shownReceipt(of(1, 2), id(13))?.text).toBe('two');
  expect(shownReceipt(of(), null)).toBeNull();
});
