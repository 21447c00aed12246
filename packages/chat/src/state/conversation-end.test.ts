import type { ConversationEvent, Message } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { type ChatAction, chatReducer } from './chat-reducer.ts';
import { type ChatState, initialChatState } from './chat-state.ts';
import { type Attendance, endStage } from './conversation-end.ts';

const conversationId = 'c';
const at = '2026-01-01T00:00:00.000Z';
const message = (id: string, role: Message['role'], more: Partial<Message> = {}): Message => ({
  ...{ id, role, text: 'Text', clientMessageId: null, generationId: null, createdAt: at },
  ...more,
});
type Step = ChatAction | ((seq: number) => ConversationEvent);
const event =
  (one: Record<string, unknown>): Step =>
  (seq) =>
    ({ conversationId, at, seq, ...one }) as ConversationEvent;
const sources = [{ id: 'p', title: 'Returns', url: null }];

const asked = (id: string) => event({ type: 'message:created', message: message(id, 'visitor') });
const queued = (id: string) => event({ type: 'generation:queued', generationId: id, questionMessageId: id });
const done = (id: string, more: Partial<Message> = { sources }) =>
  event({ type: 'generation:done', generationId: id, message: message(`a${id}`, 'assistant', more) });
const question = (id: string) => [asked(id), queued(id), done(id)];
const solved = (is: boolean) => event({ type: 'conversation:solved', solved: is, by: 'bot' });
const rated = event({ type: 'conversation:rated', score: 4, comment: null });
const thumb = (is: 'up' | 'down') => event({ type: 'generation:rated', generationId: '1', thumb: is, comment: null });
const resolved = event({ type: 'conversation:resolved', by: { name: 'Ada' } });
const handedOver = event({ type: 'conversation:handed-over', generationId: '1', reason: 'not-known' });
const failed = event({
  ...{ type: 'generation:ended', generationId: '1', state: 'failed', message: null },
  error: { code: 'generation_failed', message: 'No.' },
});
const noteAsked = (generationId: string, dismissed = false): Step => ({
  ...{ type: 'feedback', change: { type: 'asked', asked: { generationId, dismissed } } },
});
const saysSolved = (is: boolean): Step => ({
  type: 'feedback',
  change: {
    type: 'wish',
    wish: { id: 'w', at, name: 'conversation:solved', payload: { conversationId, solved: is } },
  },
});
const sending = (place: string | null): Step => ({
  type: 'outgoing:add',
  outgoing: {
    ...{ clientMessageId: 'x', text: 'And', createdAt: at, status: 'sending', error: null },
    ...{ conversationId: place, supersedes: null },
  },
});

function after(...steps: Step[]): ChatState {
  return steps.reduce<ChatState>(
    (state, step) =>
      chatReducer(state, typeof step === 'function' ? { type: 'event', event: step(state.lastSeq + 1) } : step),
    { ...initialChatState, opened: true },
  );
}
const here: Attendance = { quiet: false, closedAfter: null };
const quiet: Attendance = { quiet: true, closedAfter: null };
const closed: Attendance = { quiet: false, closedAfter: '1' };
const ask = () => ({ kind: 'ask-solved', generationId: '1' });
const offer = { kind: 'offer-person', generationId: '1' };

test.each<[string, Step[], Attendance, object | null]>([
  ['nothing was said', [], quiet, null],
  ['an answer has just come', question('1'), here, null],
  ['its reader has been quiet', question('1'), quiet, ask()],
  ['its reader closed the chat and is back', question('1'), closed, ask()],
  ['the chat was closed after an earlier answer', [...question('1'), ...question('2')], closed, null],
  ['a thumb does not count as going on', [...question('1'), thumb('up')], quiet, ask()],
  ['the answer was no help', [...question('1'), thumb('down')], quiet, offer],
  ['the answer was no help, a moment ago', [...question('1'), thumb('down')], here, null],
  ['it was no help, and nobody is wanted', [...question('1'), thumb('down'), noteAsked('1', true)], quiet, null],
  ['the answer is still made', [asked('1'), queued('1')], quiet, null],
  ['it failed', [asked('1'), queued('1'), failed], quiet, null],
  ['it was small talk', [asked('1'), queued('1'), done('1', {})], quiet, null],
  ['it handed over', [...question('1'), handedOver], quiet, null],
  ['a message is on its way', [...question('1'), sending(null)], quiet, null],
  ['a message waits in another conversation', [...question('1'), sending('other')], quiet, ask()],
  ['it is asked already, also for who moves or comes back', [...question('1'), noteAsked('1')], here, ask()],
  ['it was put aside', [...question('1'), noteAsked('1', true)], quiet, null],
  ['they wrote on instead', [...question('1'), noteAsked('1'), ...question('2')], quiet, null],
  ['solved, as they have just said', [...question('1'), saysSolved(true)], here, { kind: 'rate' }],
  ['solved, as the log says', [...question('1'), noteAsked('1'), solved(true)], here, { kind: 'rate' }],
  ['solved, and rated: it can be changed', [...question('1'), solved(true), rated], here, { kind: 'rate' }],
  ['a person has marked it as solved', [...question('1'), resolved], here, { kind: 'rate' }],
  ['not solved', [...question('1'), solved(false)], here, offer],
  ['not solved, and nobody is wanted', [...question('1'), solved(false), noteAsked('1', true)], here, null],
  ['not solved, and the offer was taken', [...question('1'), solved(false), handedOver], quiet, null],
  ['solved, then they asked on', [...question('1'), solved(true), rated, ...question('2')], quiet, null],
])('%s', (_, steps, attendance, expected) => {
  expect(endStage(after(...steps), attendance)).toEqual(expected);
});

test('nothing is asked before the history is there', () => {
  expect(endStage({ ...after(...question('1')), opened: false }, quiet)).toBeNull();
});
