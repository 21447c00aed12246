/** What the process that asks is told to do. */
export interface LoadPlan {
  /** The gateway's. */
  url: string;
  siteKey: string;
  questions: readonly { ask: string; answer: string }[];
  /** Requests under way at a time. */
  connections: number;
  /** Asked before anything is measured: code is compiled, connections are there. */
  warmUpSeconds: number;
  seconds: number;
}

/** What became of one request. */
export interface Reply {
  /** Of the stored question; null where the reply was none with the kept answer. */
  messageId: string | null;
  /** What was wrong with it. */
  problem?: string;
  /** From the beginning of the measured time, in milliseconds; before it in the warm-up. */
  sentAtMs: number;
  tookMs: number;
}
