import { type Spread, spread } from '../percentiles.ts';
import type { Reply } from './load-plan.ts';

export const targets = { requestsPerSecond: 500, p95Ms: 220, questions: 200 };

export interface HttpFigures {
  /** Answered within the measured time. */
  requestsPerSecond: number;
  /** Of the requests that were sent within it. */
  latencyMs: Spread;
  /** With the warm-up. */
  answered: number;
  refused: number;
  /** What was wrong with those, each once. */
  problems: string[];
}

/** What the replies of `seconds` measured seconds, and of the warm-up before them, come to. */
export function figuresOf(replies: readonly Reply[], seconds: number): HttpFigures {
  const answered = replies.filter(({ messageId }) => messageId !== null);
  const endsAt = ({ sentAtMs, tookMs }: Reply) => sentAtMs + tookMs;
  const inTime = answered.filter((reply) => endsAt(reply) >= 0 && endsAt(reply) < seconds * 1_000);
  return {
    requestsPerSecond: inTime.length / seconds,
    latencyMs: spread(answered.filter(({ sentAtMs }) => sentAtMs >= 0).map(({ tookMs }) => tookMs)),
    answered: answered.length,
    refused: replies.length - answered.length,
    problems: [...new Set(replies.flatMap(({ problem }) => problem ?? []))],
  };
}

/** @param broken what is wrong in the store, in words @returns what falls short of the targets, in words */
export function missesOf(
  { requestsPerSecond, latencyMs, refused }: HttpFigures,
  { questions, broken }: { questions: number; broken: readonly string[] },
): string[] {
  return [
    requestsPerSecond < targets.requestsPerSecond &&
      `${requestsPerSecond.toFixed(0)} requests/s < ${targets.requestsPerSecond}`,
    // Also where there is none.
    !(latencyMs.p95 < targets.p95Ms) && `p95 ${latencyMs.p95.toFixed(0)} ms ≥ ${targets.p95Ms}`,
    questions < targets.questions && `${questions} different questions < ${targets.questions}`,
    refused > 0 && `${refused} requests were refused or answered wrongly`,
    ...broken,
  ].filter((miss) => miss !== false);
}
