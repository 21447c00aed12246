import { isTtftKept, judged, longestStage, type ServiceMetrics } from '@frontdesk/protocol';
import { countOf } from '../words/count-of.ts';
import { formatMs, formatWindow } from '../words/duration.ts';
import { stageNames } from './stage-names.ts';

export interface Verdict {
  verdict: 'kept' | 'broken' | 'no-data';
  headline: string;
  /** What the verdict rests on. */
  detail: string;
}

type Judged = Pick<
  ServiceMetrics,
  'clientTtftMs' | 'gatewayTtftMs' | 'targetTtftMs' | 'windowMs' | 'messages' | 'lateStageMs'
>;

/**
 * Says plainly whether the promise is kept: 99 of 100 messages have their first words in time, those that got no answer
 * counting as late; and where it is broken, what broke it.
 */
export function judgePromise(metrics: Judged): Verdict {
  const { messages, targetTtftMs, windowMs } = metrics;
  const window = formatWindow(windowMs);
  const target = targetTtftMs % 1000 === 0 ? `${targetTtftMs / 1000} s` : formatMs(targetTtftMs);
  const kept = isTtftKept(messages);
  if (kept === null) {
    return {
      verdict: 'no-data',
      headline: 'No data yet',
      detail: `No messages in ${window}. Promised: first words inside ${target} at p99.`,
    };
  }
  const all = judged(messages);
  const count = countOf(all, 'message');
  const late = messages.answered - messages.inTime;
  const unanswered = all - messages.answered;
  if (kept) {
    const beside = late + unanswered === 0 ? '' : ` ${describeLate(late, unanswered)}, at most 1 in 100.`;
    return {
      verdict: 'kept',
      headline: 'Promise kept',
      detail: `First words inside ${target} at p99, over ${count} in ${window}.${beside}`,
    };
  }
  const stage = longestStage(metrics.lateStageMs);
  const where = stage === null ? '' : ` What took longest: ${stageNames[stage].long}.`;
  return {
    verdict: 'broken',
    headline: 'Promise not kept',
    detail: `${describeLate(late, unanswered)} of ${count} in ${window}; promised is ${target} for 99 in 100.${where}`,
  };
}

/** `12 late`, `3 without an answer`, or both. */
function describeLate(late: number, unanswered: number): string {
  const parts = [
    ...(late > 0 ? [`${late.toLocaleString('en')} late`] : []),
    ...(unanswered > 0 ? [`${unanswered.toLocaleString('en')} without an answer`] : []),
  ];
  return parts.join(', ');
}

export interface BudgetVerdict {
  tone: 'good' | 'warn' | 'bad' | 'none';
  availability: string;
  /** The part of the error budget that is left. */
  left: string;
  hint: string;
}

/** How the availability stands that is promised: an overdrawn budget is a broken promise. */
export function judgeBudget({ availability, left }: ServiceMetrics['budget']): BudgetVerdict {
  if (availability === null || left === null) {
    return { tone: 'none', availability: '–', left: '–', hint: 'no messages' };
  }
  return {
    tone: left < 0 ? 'bad' : left < 0.25 ? 'warn' : 'good',
    availability: formatShare(availability, 2),
    left: formatShare(Math.max(0, left)),
    hint: left < 0 ? 'overdrawn' : 'for errors left',
  };
}

/** `99.95%`: rounded down, so that only all of it is 100%. */
export function formatShare(share: number, digits = 0): string {
  const scale = 10 ** digits;
  // 0.29 × 100 is a little less than 29.
  const percent = Math.floor(share * 100 * scale + 1e-9) / scale;
  return `${percent.toLocaleString('en', { maximumFractionDigits: digits })}%`;
}
