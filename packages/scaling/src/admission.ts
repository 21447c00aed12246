/** What stands before a message that has just come. */
export interface QueueLoad {
  /** Answers that wait, on all queues. */
  waiting: number;
  /** That all workers make together with their slots taken; left out or 0 where that is not known yet. */
  answersPerSecond?: number;
  /** Until when its answer must have begun, from now, in milliseconds. */
  deadlineMs: number;
}

/** Whether a message is let in; else when it is worth trying again. */
export type Admission = { accepted: true } | { accepted: false; retryAfterMs: number };

/** Of the deadline, what waiting may take: an estimate is never exact, and the answer must still be made. */
const waitingShare = 0.5;
/** So many may wait while nobody knows how fast they are served. */
const unknownBound = 100;
const retry = { leastMs: 1_000, mostMs: 60_000, unknownMs: 5_000 };

/**
 * Bounds the queue by time: who would most likely wait beyond the deadline is told so at once, and when there will be room,
 * instead of waiting for nothing and keeping others waiting. Callers spread `retryAfterMs`, or all come back together.
 */
export function admit({ waiting, answersPerSecond = 0, deadlineMs }: QueueLoad): Admission {
  if (!(answersPerSecond > 0)) {
    return waiting < unknownBound ? { accepted: true } : { accepted: false, retryAfterMs: retry.unknownMs };
  }
  const beyondMs = (1_000 * waiting) / answersPerSecond - waitingShare * deadlineMs;
  // An empty queue refuses nobody: whatever the estimate says, nobody is served sooner elsewhere.
  if (waiting === 0 || beyondMs <= 0) return { accepted: true };
  return { accepted: false, retryAfterMs: Math.round(Math.min(retry.mostMs, Math.max(retry.leastMs, beyondMs))) };
}
