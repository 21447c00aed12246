import type { AnswerReceipt, GenerationTimings } from '@frontdesk/protocol';

/** A stage of an answer on the line of its time. */
export interface WaterfallBar {
  stage: 'gateway' | 'queue' | 'prefill' | 'firstToken' | 'decode';
  label: string;
  startMs: number;
  ms: number;
}

/**
 * Pure: where the time of an answer went, stage after stage, from the gateway's receipt of the question. Decoding goes on while
 * the first text is stored. Stages that were not reached, or not measured, are left out.
 */
export function receiptWaterfall(
  timings: GenerationTimings,
  made: AnswerReceipt['made'],
): { bars: WaterfallBar[]; totalMs: number } {
  const bars: WaterfallBar[] = [];
  let atMs = 0;
  const add = (stage: WaterfallBar['stage'], label: string, ms: number | null, advances = true) => {
    if (ms === null) return;
    bars.push({ stage, label, startMs: atMs, ms });
    if (advances) atMs += ms;
  };
  add('gateway', 'Gateway', timings.gatewayMs);
  if (!timings.cached) add('queue', 'Queue', timings.queueMs);
  add('prefill', 'Prefill', timings.prefillMs);
  add('firstToken', 'First text', timings.firstTokenMs, false);
  add('decode', 'Decode', made?.decodeMs ?? null, false);
  const ends = bars.map(({ startMs, ms }) => startMs + ms);
  return { bars, totalMs: Math.max(timings.totalMs ?? 0, ...ends) };
}
