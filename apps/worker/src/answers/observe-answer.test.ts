import type { ClaimedGeneration, StageTimings } from '@frontdesk/database';
import { expect, it } from 'vitest';
import { createWorkerMetrics } from '../worker-metrics.ts';
import type { Outcome } from './answer-generation.ts';
import { observeAnswer } from './observe-answer.ts';
import { RunningAnswer } from './running-answer.ts';

const timings: StageTimings = { prefillMs: 0, firstTokenMs: 0, decodeMs: 0, promptTokens: 400, generatedTokens: 30 };

/** What `/metrics` says after an answer has left: how it left, and whether it was good. */
async function countsOf(outcome: Outcome, claim: { epoch: number; waitedMs: number }): Promise<string[]> {
  const metrics = createWorkerMetrics({ running: () => 0 });
  observeAnswer(metrics, new RunningAnswer(claim as ClaimedGeneration), timings, outcome);
  return (await metrics.expose()).split('\n').filter((line) => /^frontdesk_worker_(good_)?answers_total/.test(line));
}

it.each<[string, Outcome, { epoch: number; waitedMs: number }, number]>([
  ['one in time is good', 'done', { epoch: 1, waitedMs: 10 }, 1],
  ['one that waited too long is not', 'done', { epoch: 1, waitedMs: 60_000 }, 0],
  ['one that was begun elsewhere is not', 'done', { epoch: 2, waitedMs: 10 }, 0],
  ['one that failed is not', 'failed', { epoch: 1, waitedMs: 10 }, 0],
])('of answers %s', async (_, outcome, claim, good) => {
  expect(await countsOf(outcome, claim)).toEqual([
    `frontdesk_worker_answers_total{outcome="${outcome}"} 1`,
    `frontdesk_worker_good_answers_total ${good}`,
  ]);
});
