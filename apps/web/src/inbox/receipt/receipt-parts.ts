import type { GenerationTimings } from '@frontdesk/protocol';
import { countOf } from '../../words/count-of.ts';
import { formatMs } from '../../words/duration.ts';

export interface ReceiptPart {
  label: string;
  text: string;
  /** What the promise is about; the rest explains it. */
  strong?: true;
}

/** Tokens a second. What is faster was not decoded one by one but known beforehand: that says nothing of a pace. */
const fastestStepped = 2_000;

/** The receipt of an answer, stage by stage, without the stages that were not reached or not measured. */
export function receiptParts(timings: GenerationTimings): ReceiptPart[] {
  const parts: ReceiptPart[] = [];
  const add = (label: string, milliseconds: number | null, strong?: true): void => {
    if (milliseconds !== null)
      parts.push({ label, text: `${label} ${formatMs(milliseconds)}`, ...(strong && { strong }) });
  };
  if (timings.clientTtftMs !== null) add('first words', timings.clientTtftMs, true);
  else add('first words at the gateway', timings.gatewayTtftMs, true);
  if (timings.cached) parts.push({ label: 'cached', text: 'from the answer cache' });
  add('gateway', timings.gatewayMs);
  add('queue', timings.queueMs);
  add('prefill', timings.prefillMs);
  add('first token', timings.firstTokenMs);
  add('total', timings.totalMs);
  if (timings.generatedTokens !== null) {
    parts.push({
      label: 'tokens',
      text: `${countOf(timings.generatedTokens, 'token')}${pace(timings.tokensPerSecond)}`,
    });
  }
  return parts;
}

/** How fast tokens came, to follow their number; empty where that is not known, or says nothing. */
export const pace = (tokensPerSecond: number | null): string =>
  tokensPerSecond !== null && tokensPerSecond < fastestStepped ? ` at ${Math.round(tokensPerSecond)}/s` : '';
