import type { AnswerMaking, GenerationTimings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { receiptRows } from './receipt-rows.ts';

const timings: GenerationTimings = {
  ...{ gatewayMs: 4, queueMs: 6, prefillMs: 300, firstTokenMs: 10, gatewayTtftMs: 322, clientTtftMs: 350 },
  ...{ totalMs: 1_500, promptTokens: 1_412, generatedTokens: 40, tokensPerSecond: 38.6, cached: false },
};
const made: AnswerMaking = {
  ...{ modelHash: 'a'.repeat(64), promptVersion: 3, knowledgeVersion: 7, workerId: 'worker-1', claims: 1 },
  ...{ prefixTokens: 380, prefixSavedMs: 320, decodeMs: 1_000, temperature: 0.7, topP: 0.95, finishReason: 'stop' },
};
const values = (...of: Parameters<typeof receiptRows>) =>
  Object.fromEntries(receiptRows(...of).map(({ label, value }) => [label, value]));

test('it says what made an answer, and what it took', () => {
  expect(values({ made }, timings)).toEqual({
    'First words': '350 ms, at the customer',
    'Whole answer': '1.50 s',
    Prompt: '1,412 tokens, 380 from the prefix cache, which saved 320 ms',
    Answer: '40 tokens at 39/s',
    Model: 'aaaaaaaaaa…',
    'System prompt': 'Version 3',
    Knowledge: 'Version 7',
    Sampling: 'Temperature 0.7, top-p 0.95',
    Worker: 'worker-1',
  });
});

test('an answer of the cache has no sampling, and says that no model ran', () => {
  const kept = { ...timings, cached: true, promptTokens: null, generatedTokens: null };
  const rows = values({ made: { ...made, workerId: null, claims: 0 } }, kept);
  expect(rows).toMatchObject({ 'Answer cache': 'Kept words, no model ran' });
  expect(rows).not.toHaveProperty('Sampling');
  expect(rows).not.toHaveProperty('Worker');
});

test('a caller’s own system text is no version of the site’s, and who took it up again is said', () => {
  const rows = values({ made: { ...made, promptVersion: null, claims: 2, finishReason: 'length' } }, timings);
  expect(rows).toMatchObject({ 'Taken up': 'by 2 workers, one after the other', Ended: 'Cut off: it was too long' });
  expect(rows).not.toHaveProperty('System prompt');
});

test('of a gateway of before nothing is made up', () => {
  expect(Object.keys(values({}, { ...timings, clientTtftMs: null }))).toEqual([
    ...['First words', 'Whole answer', 'Prompt', 'Answer'],
  ]);
});
