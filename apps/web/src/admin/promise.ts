import type { ServiceMetrics } from '@frontdesk/protocol';
import { formatMs, formatWindow } from './duration.ts';

export interface Verdict {
  verdict: 'kept' | 'broken' | 'no-data';
  headline: string;
  /** What the verdict rests on. */
  detail: string;
}

/** Says plainly whether the promise is kept: p99 of the TTFT that customers' clients measured, against the target. */
export function judgePromise({ clientTtftMs, targetTtftMs, windowMs }: ServiceMetrics): Verdict {
  const window = formatWindow(windowMs);
  const target = targetTtftMs % 1000 === 0 ? `${targetTtftMs / 1000} s` : formatMs(targetTtftMs);
  const { p99, count } = clientTtftMs;
  if (p99 === null || count === 0) {
    return {
      verdict: 'no-data',
      headline: 'No data yet',
      detail: `No answers in ${window}. Promised: first words inside ${target} at p99.`,
    };
  }
  const answers = count === 1 ? '1 answer' : `${count.toLocaleString('en')} answers`;
  return p99 <= targetTtftMs
    ? {
        verdict: 'kept',
        headline: 'Promise kept',
        detail: `First words inside ${target} at p99, over ${answers} in ${window}.`,
      }
    : {
        verdict: 'broken',
        headline: 'Promise broken',
        detail: `First words took ${formatMs(p99)} at p99, not ${target}: ${answers} in ${window}.`,
      };
}
