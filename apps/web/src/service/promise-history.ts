import {
  isTtftKept,
  judged,
  judgedOverMs,
  longestStage,
  type MessageCounts,
  type ServicePeriod,
  type StageMs,
  sumCounts,
  type TtftStage,
  ttftStages,
} from '@frontdesk/protocol';

export type Judgement = 'kept' | 'broken' | 'no-data';

export interface Breach {
  fromMs: number;
  toMs: number;
  /** It goes on at the end of the range. */
  isOpen: boolean;
  /** Its first step is the first one of the range: it may have begun before. */
  isCutOff: boolean;
  messages: MessageCounts;
  /** Where the late ones lost most of their time. */
  stage: TtftStage | null;
}

export interface PromiseHistory {
  /** One for each step. */
  judgements: Judgement[];
  /** The newest first. */
  breaches: Breach[];
}

/**
 * Whether the promise was kept, step by step, each judged with the quarter of an hour that ends with it (or alone, where it is
 * longer). Steps without a message keep what was so before.
 */
export function judgeHistory(periods: readonly ServicePeriod[]): PromiseHistory {
  const stepMs = periods[0]?.durationMs ?? judgedOverMs;
  const together = Math.max(1, Math.round(judgedOverMs / stepMs));
  const judgements = periods.map((_, step): Judgement => {
    const kept = isTtftKept(sumCounts(periods.slice(Math.max(0, step + 1 - together), step + 1).map(messagesOf)));
    return kept === null ? 'no-data' : kept ? 'kept' : 'broken';
  });
  const runs = joinRuns(judgements);
  const last = runs.at(-1);
  const startMs = (step: number) => Date.parse(periods[step]?.at ?? '');
  const breaches = runs
    .filter(({ judgement }) => judgement === 'broken')
    .map((run): Breach => {
      const own = periods.slice(run.from, run.to + 1);
      const isOpen = run === last;
      const end = own.at(-1);
      return {
        fromMs: startMs(run.from),
        toMs: startMs(run.to) + (end?.durationMs ?? 0),
        ...{ isOpen, isCutOff: run.from === 0 },
        messages: sumCounts(own.map(messagesOf)),
        stage: longestStage(sumStages(own.map(({ lateStageMs }) => lateStageMs))),
      };
    });
  return { judgements, breaches: breaches.reverse() };
}

const messagesOf = ({ messages }: ServicePeriod) => messages;

interface Run {
  judgement: 'kept' | 'broken';
  /** First and last step with it. */
  from: number;
  to: number;
}

function joinRuns(judgements: readonly Judgement[]): Run[] {
  const runs: Run[] = [];
  for (const [step, judgement] of judgements.entries()) {
    if (judgement === 'no-data') continue;
    const last = runs.at(-1);
    if (last?.judgement === judgement) last.to = step;
    else runs.push({ judgement, from: step, to: step });
  }
  return runs;
}

function sumStages(all: readonly StageMs[]): StageMs {
  return Object.fromEntries(
    ttftStages.map((stage) => [stage, all.reduce((sum, stages) => sum + stages[stage], 0)]),
  ) as StageMs;
}

/** What of the messages that count was late or without an answer. */
export const missedOf = (counts: MessageCounts): number => judged(counts) - counts.inTime;
