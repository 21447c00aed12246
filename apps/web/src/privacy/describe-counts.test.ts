import { expect, test } from 'vitest';
import { describeCounts } from './describe-counts.ts';

const none = {
  ...{ visitors: 0, conversations: 0, messages: 0, events: 0, answers: 0 },
  ...{ cachedAnswers: 0, unansweredQuestions: 0, files: 0 },
};

test('what was deleted, in words', () => {
  expect(describeCounts(none)).toBe('nothing');
  expect(describeCounts({ ...none, visitors: 1, messages: 1_200, files: 1 })).toBe(
    '1 customer, 1,200 messages, 1 file',
  );
});
