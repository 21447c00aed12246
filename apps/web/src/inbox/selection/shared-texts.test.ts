import type { ConversationSummary, SharedChange } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { doneText, failedText } from './shared-texts.ts';

test.each<[SharedChange, number, string]>([
  [{ kind: 'resolve' }, 1, 'Resolved 1 conversation.'],
  [{ kind: 'snooze', until: '2026-03-18T12:00:00.000Z' }, 3, 'Snoozed 3 conversations.'],
  [{ kind: 'assign', assigneeId: 'ben' }, 3, 'Assigned 3 conversations to Ben.'],
  [{ kind: 'assign', assigneeId: null }, 3, 'Made 3 conversations nobody’s.'],
  [{ kind: 'tag', tags: ['vip'], before: [] }, 3, 'Tagged 3 conversations: vip.'],
])('%j of %i reads “%s”', (change, count, text) => {
  expect(doneText(change, count, [{ id: 'ben', name: 'Ben' }])).toBe(text);
});

const rows = ['Ann', 'Bea', 'Cleo', 'Dora', 'Eve', null].map(
  (visitorName, index) =>
    ({ conversationId: `${index}`, visitorId: `visitor-f9f${index}`, visitorName }) as ConversationSummary,
);
const failure = (conversationId: string, message: string) => ({
  conversationId,
  error: { code: 'step_impossible' as const, message },
});

test('who was left out is told by name, each reason once', () => {
  const failed = ['0', '1', '2', '3', '4'].map((id) => failure(id, 'Not now.'));
  expect(failedText([...failed, failure('5', 'Gone.')], rows)).toBe(
    'Not done in 6 of 6. Ann, Bea, Cleo, 2 others: Not now. Visitor f9f5: Gone.',
  );
  expect(failedText([failure('1', 'Not now.')], rows)).toBe('Not done in 1 of 6. Bea: Not now.');
});

test('where no answer came, it is not said that nothing was done', () => {
  const unknown = ['2', '3'].map((id) => ({ ...failure(id, 'No answer.'), isUnknown: true }));
  const sentence = 'It is not known whether it was done in 2 of 6: the server did not answer.';
  expect(failedText(unknown, rows)).toBe(sentence);
  expect(failedText([failure('1', 'Not now.'), ...unknown], rows)).toBe(
    `Not done in 1 of 6. Bea: Not now. ${sentence}`,
  );
});
