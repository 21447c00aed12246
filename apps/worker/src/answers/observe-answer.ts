import type { StageTimings } from '@frontdesk/database';
import { isGood, tpotMs } from '@frontdesk/protocol';
import type { WorkerMetrics } from '../worker-metrics.ts';
import type { Outcome } from './answer-generation.ts';
import type { RunningAnswer } from './running-answer.ts';

/**
 * Counts an answer that has just left this worker. Of one that was begun elsewhere nothing is known of its first words: it
 * is not counted as good, and has no TPOT.
 */
export function observeAnswer(
  metrics: WorkerMetrics,
  { claim, claimedAtMs }: RunningAnswer,
  { prefillMs, firstTokenMs, decodeMs, promptTokens, generatedTokens }: StageTimings,
  outcome: Outcome,
): void {
  metrics.answers.inc({ outcome });
  if (outcome !== 'done') return;
  const endMs = performance.now() - claimedAtMs;
  metrics.endToEnd.observe((claim.waitedMs + endMs) / 1_000);
  metrics.promptTokens.inc(promptTokens ?? 0);
  if (decodeMs !== null) metrics.decode.observe(decodeMs / 1_000);
  if (claim.epoch > 1) return;
  // Words that were stored with the end alone were first told there.
  const firstTextMs = prefillMs === null || firstTokenMs === null ? endMs : prefillMs + firstTokenMs;
  const tpot = tpotMs({ firstTextToEndMs: endMs - firstTextMs, generatedTokens: generatedTokens ?? 0 });
  if (tpot !== null) metrics.tpot.observe(tpot / 1_000);
  if (isGood({ ttftMs: claim.waitedMs + firstTextMs, tpotMs: tpot })) metrics.good.inc();
}
