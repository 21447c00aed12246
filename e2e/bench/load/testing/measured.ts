import type { GenerationRow, MadeAnswer, Measured, Sent } from '../measured.ts';

/** A message that was answered well. */
export function answered(parts: Partial<Sent>): Sent {
  return { atMs: 0, opens: false, outcome: 'answered', ttftMs: 300, e2eMs: 500, gapsMs: [60], ...parts };
}

/** A message that got no answer. */
export function unanswered(outcome: Exclude<Sent['outcome'], 'answered'>): Sent {
  return { ...answered({}), outcome, ttftMs: Number.POSITIVE_INFINITY, e2eMs: Number.POSITIVE_INFINITY, gapsMs: [] };
}

export function row(parts: Partial<GenerationRow>): GenerationRow {
  return {
    ...{ id: 'g', conversationId: 'c', state: 'done', receivedAtMs: 0, startedAtMs: 20, finishedAtMs: 500 },
    ...{ gatewayMs: 10, queueMs: 10, prefillMs: 200, firstTokenMs: 10, text: 'Yes.', ...parts },
  };
}

export function madeAnswer(parts: Partial<MadeAnswer>): MadeAnswer {
  return { promptTokens: 420, cachedTokens: 368, generatedTokens: 30, forcedTokens: 24, ...parts };
}

/** A run in which nothing went wrong, and nothing happened. */
export function measured(parts: Partial<Measured>): Measured {
  return {
    settings: {
      design: 'batched',
      ...{
        profile: 'product',
        users: 200,
        seconds: 180,
        thinkSeconds: 40,
        answerCache: 'off',
        workers: 1,
        affinity: 'on',
        seed: 1,
      },
    },
    windowFromMs: 70_000,
    sent: [],
    lostConnections: 0,
    rows: new Map(),
    made: new Map(),
    engine: {
      ...{ seconds: 180, decodeSteps: 1_000, decodeSeconds: 50, decodeTokens: 6_000, chunkSeconds: 20 },
      ...{ prefixCacheBytes: 2 ** 28, evictedBlocks: 0 },
    },
    usage: [],
    memoryBytes: {},
    lateMs: {},
    ...parts,
  };
}
