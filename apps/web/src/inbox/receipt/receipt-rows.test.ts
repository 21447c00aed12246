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
  expect(values({ mode: 'quote', made }, timings)).toEqual({
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
  const rows = values({ mode: 'quote', made: { ...made, workerId: null, claims: 0 } }, kept);
  expect(rows).toMatchObject({ 'Answer cache': 'Kept words: no model ran' });
  expect(rows).not.toHaveProperty('Sampling');
  expect(rows).not.toHaveProperty('Worker');
});

test('an answer that the model had no say in says so', () => {
  const rows = values({ mode: 'quote', made }, { ...timings, promptTokens: 0 });
  expect(rows.Prompt).toBe('Not read: nothing was left for the model to choose');
  expect(rows).not.toHaveProperty('Sampling');
});

test('what was kept, or written by a person, says since when, or by whom', () => {
  const kept = { ...timings, cached: true, promptTokens: null, generatedTokens: null };
  const at = '2026-03-18T12:00:00.000Z';
  const since = values({ mode: 'quote', made, keptSince: at }, kept)['Answer cache'];
  expect(since).toMatch(/^Kept since .*18.*: no model ran$/);
  const written = values({ mode: 'approved' }, kept);
  expect(written).toMatchObject({ 'Written by': 'A person: no model ran' });
  expect(written).not.toHaveProperty('Answer cache');
});

test('a model is called by its name, where that is known', () => {
  const named = { ...made, modelName: 'SmolLM2-135M-Instruct' };
  expect(values({ mode: 'quote', made: named }, timings).Model).toBe('SmolLM2-135M-Instruct (aaaaaaaaaa…)');
  expect(values({ mode: 'quote', made: { ...made, modelName: null } }, timings).Model).toBe('aaaaaaaaaa…');
});

test('of an answer that is not whole it says when it ended', () => {
  const unfinished = { state: 'failed', code: 'generation_failed', because: null, tokens: 3 } as const;
  const rows = values({ mode: 'none', unfinished }, { ...timings, generatedTokens: null });
  expect(rows).toMatchObject({ 'Ended after': '1.50 s' });
  expect(rows).not.toHaveProperty('Whole answer');
});

test('a caller’s own system text is no version of the site’s, and who took it up again is said', () => {
  const rows = values(
    { mode: 'quote', made: { ...made, promptVersion: null, claims: 2, finishReason: 'length' } },
    timings,
  );
  expect(rows).toMatchObject({ 'Taken up': 'by 2 workers, one after the other', Ended: 'Cut off: it was too long' });
  expect(rows).not.toHaveProperty('System prompt');
});

test('of a gateway of before nothing is made up', () => {
  expect(Object.keys(values({ mode: 'quote' }, { ...timings, clientTtftMs: null }))).toEqual([
    ...['First words', 'Whole answer', 'Prompt', 'Answer'],
  ]);
});
