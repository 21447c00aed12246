import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { MadeAnswers } from './made-answers.ts';

const id = randomUUID();
const logged = {
  ...{ level: 'info', time: '2026-01-01T00:00:00.000Z', name: 'worker', generationId: id, epoch: 1, outcome: 'done' },
  ...{ prefillMs: 80.5, promptTokens: 420, generatedTokens: 30, cachedTokens: 368, forcedTokens: 24 },
  msg: 'answer left this worker',
};

it('what an answer cost is read from the line that a worker logs of it', () => {
  const made = new MadeAnswers();
  made.take(JSON.stringify(logged));
  expect([...made.answers]).toEqual([
    [id, { promptTokens: 420, cachedTokens: 368, generatedTokens: 30, forcedTokens: 24 }],
  ]);
});

it.each([
  'taking jobs',
  JSON.stringify({ ...logged, outcome: 'failed' }),
  JSON.stringify({ ...logged, msg: 'a question was asked' }),
  JSON.stringify(logged).slice(0, -10),
])('other lines are passed over: %s', (text) => {
  const made = new MadeAnswers();
  made.take(text);
  expect(made.answers.size).toBe(0);
});
