import type { AnswerMaking, GenerationTimings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { receiptWaterfall } from './receipt-waterfall.ts';

const timings: GenerationTimings = {
  ...{ gatewayMs: 4, queueMs: 6, prefillMs: 300, firstTokenMs: 10, gatewayTtftMs: 322, clientTtftMs: 350 },
  ...{ totalMs: 1_500, promptTokens: 400, generatedTokens: 40, tokensPerSecond: 40, cached: false },
};
const made: AnswerMaking = {
  ...{ modelHash: 'm', promptVersion: 1, knowledgeVersion: 1, workerId: 'w', claims: 1, prefixTokens: 0 },
  ...{ prefixSavedMs: 0, decodeMs: 1_000, temperature: 0, topP: 1, finishReason: 'stop' },
};

test('each stage begins where the one before it ends; decoding begins with the first token', () => {
  const { bars, totalMs } = receiptWaterfall(timings, made);
  expect(bars.map(({ stage, startMs, ms }) => [stage, startMs, ms])).toEqual([
    ['gateway', 0, 4],
    ['queue', 4, 6],
    ['prefill', 10, 300],
    ['firstToken', 310, 10],
    ['decode', 310, 1_000],
  ]);
  expect(totalMs).toBe(1_500);
});

test('what was not measured has no bar, and no bar goes beyond the whole', () => {
  const { bars, totalMs } = receiptWaterfall({ ...timings, gatewayMs: null, totalMs: null }, undefined);
  expect(bars.map(({ stage }) => stage)).toEqual(['queue', 'prefill', 'firstToken']);
  expect(totalMs).toBe(316);
});

test('an answer of the cache waited in no queue', () => {
  const cached = { ...timings, cached: true, queueMs: 0, prefillMs: null, firstTokenMs: null, totalMs: 5 };
  expect(receiptWaterfall(cached, { ...made, decodeMs: null }).bars).toEqual([
    { stage: 'gateway', label: 'Gateway', startMs: 0, ms: 4 },
  ]);
});
