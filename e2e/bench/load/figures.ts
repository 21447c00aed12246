import { promise } from '@frontdesk/protocol';
import { percentile, spread } from '../percentiles.ts';
import type { Measured, Stage } from './measured.ts';
import { stagesOf } from './stages.ts';

/** A figure of a run, and what it shall be. */
export interface Figure {
  name: string;
  unit: string;
  /** NaN where nothing tells; infinite where what was waited for never came. */
  value: number;
  digits: number;
  target?: Target;
}

export interface Target {
  direction: 'below' | 'at most' | 'at least';
  limit: number;
  /** Part of the promise to customers: `--search` looks for the load that breaks it. */
  isPromise: boolean;
  /** No run may miss it, whatever the others do. */
  everyRun?: boolean;
}

export const promisedTtftMs = promise.ttftP99Ms;

const promised = (direction: Target['direction'], limit: number): Target => ({ direction, limit, isPromise: true });

/** All figures of a run, in the order of the table. */
export function figuresOf(measured: Measured): Figure[] {
  return [
    ...customerFigures(measured),
    ...tokenFigures(measured),
    ...stageFigures(measured),
    ...engineFigures(measured),
    ...machineFigures(measured),
  ];
}

function customerFigures({ settings, sent, lostConnections }: Measured): Figure[] {
  const count = (kind: string) => sent.filter(({ outcome }) => outcome === kind).length;
  const ttft = sent.map(({ ttftMs }) => ttftMs);
  const gaps = sent.flatMap(({ gapsMs }) => gapsMs);
  const e2e = spread(sent.map(({ e2eMs }) => e2eMs));
  // The product's own answers may all have come in one piece; those of so many tokens never do.
  const isWhole = gaps.length === 0 && settings.tokens === undefined;
  const late = ttft.filter((ms) => !(ms < promisedTtftMs)).length;
  return [
    figure('messages', '', sent.length),
    figure('TTFT p50', 'ms', percentile(ttft, 0.5)),
    figure('TTFT p95', 'ms', percentile(ttft, 0.95)),
    figure('TTFT p99', 'ms', percentile(ttft, 0.99), 0, promised('below', promisedTtftMs)),
    figure('TTFT of 2 s and over', '%', (100 * late) / sent.length, 2),
    figure('ITL p50', 'ms', percentile(gaps, 0.5)),
    figure('ITL p99', 'ms', isWhole ? 0 : percentile(gaps, 0.99), 0, promised('below', promise.itlP99Ms)),
    figure('E2E p50', 'ms', e2e.p50),
    figure('E2E p99', 'ms', e2e.p99),
    figure('refused', '', count('refused'), 0, promised('at most', 0)),
    figure('expired, failed, unanswered', '', count('ended') + count('unanswered'), 0, promised('at most', 0)),
    figure('texts that changed', '', count('wrong-text'), 0, { ...promised('at most', 0), everyRun: true }),
    figure('connections lost', '', lostConnections),
  ];
}

/** Of turns that a worker answered; those from the answer cache cost no token. */
function tokenFigures(measured: Measured): Figure[] {
  const { settings, sent, made } = measured;
  const answered = sent.filter(({ outcome }) => outcome === 'answered');
  const answers = answered.flatMap(({ generationId = '' }) => made.get(generationId) ?? []);
  const perTurn = (read: (answer: (typeof answers)[number]) => number) => mean(answers.map(read));
  const isPlain = settings.tokens !== undefined;
  return [
    figure('answered without a worker', '%', (100 * (answered.length - answers.length)) / answered.length, 1),
    figure(
      'prompt tokens per turn',
      '',
      perTurn(({ promptTokens }) => promptTokens),
      1,
    ),
    figure(
      'uncached prompt tokens per turn',
      ...(['', perTurn(({ promptTokens, cachedTokens }) => promptTokens - cachedTokens), 1] as const),
      isPlain ? undefined : { direction: 'at most', limit: 60, isPromise: false },
    ),
    figure(
      'answer tokens per turn',
      '',
      perTurn(({ generatedTokens }) => generatedTokens),
      1,
    ),
    figure(
      'steps per turn',
      '',
      perTurn(({ generatedTokens, forcedTokens }) => generatedTokens - forcedTokens),
      1,
    ),
    figure(
      'jumped tokens per turn',
      '',
      perTurn(({ forcedTokens }) => forcedTokens),
      1,
    ),
    // Other prompts have no history in them.
    ...(isPlain
      ? [
          figure('history found in the cache', '%', 100 * historyHits(measured), 1, {
            ...{ direction: 'at least', limit: 95, isPromise: false },
          }),
        ]
      : []),
  ];
}

/** Of the tokens that the answer before left behind, prompt and answer, the part that was found and not read again. */
function historyHits({ sent, made, rows }: Measured): number {
  const byConversation = new Map<string, string[]>();
  const inOrder = [...rows.values()].sort((a, b) => a.receivedAtMs - b.receivedAtMs);
  for (const { id, conversationId } of inOrder) {
    byConversation.set(conversationId, [...(byConversation.get(conversationId) ?? []), id]);
  }
  let kept = 0;
  let found = 0;
  for (const { generationId } of sent) {
    const row = generationId === undefined ? undefined : rows.get(generationId);
    const answer = made.get(row?.id ?? '');
    const others = byConversation.get(row?.conversationId ?? '') ?? [];
    const before = made.get(others[others.indexOf(row?.id ?? '') - 1] ?? '');
    if (!answer || !before) continue;
    const history = Math.min(before.promptTokens + before.generatedTokens, answer.promptTokens);
    kept += history;
    found += Math.min(answer.cachedTokens, history);
  }
  return found / kept;
}

const stageNames: Record<Stage, string> = {
  gateway: 'gateway',
  queue: 'queue',
  prefill: 'prefill',
  firstToken: 'first token',
  relay: 'relay',
};

function stageFigures(measured: Measured): Figure[] {
  const stages = stagesOf(measured);
  return Object.entries(stageNames).flatMap(([stage, name]) => {
    const { p50, p99 } = spread(stages.map((times) => times[stage as Stage]));
    return [figure(`${name} p50`, 'ms', p50), figure(`${name} p99`, 'ms', p99)];
  });
}

function engineFigures({ engine }: Measured): Figure[] {
  return [
    figure('answers in a step', '', engine.decodeTokens / engine.decodeSteps, 1),
    figure('time of a step', 'ms', (1_000 * engine.decodeSeconds) / engine.decodeSteps, 1),
    figure('time in steps', '%', 100 * (engine.decodeSeconds / engine.seconds), 0),
    figure('time in reading prompts', '%', 100 * (engine.chunkSeconds / engine.seconds), 0),
    figure('prefix cache', 'MiB', engine.prefixCacheBytes / 2 ** 20),
    figure('blocks evicted', '', engine.evictedBlocks),
  ];
}

function machineFigures({ usage, memoryBytes, lateMs }: Measured): Figure[] {
  const of = (read: (cores: Record<string, number>) => number | undefined) =>
    mean(usage.map(({ cores }) => read(cores)).filter((cores) => cores !== undefined));
  const names = [...new Set(usage.flatMap(({ cores }) => Object.keys(cores)))];
  return [
    ...names.map((name) =>
      figure(
        `${name} keeps busy`,
        'cores',
        of((cores) => cores[name]),
        2,
      ),
    ),
    ...Object.entries(memoryBytes).map(([name, bytes]) => figure(`${name} takes`, 'MiB', bytes / 2 ** 20)),
    ...Object.entries(lateMs).map(([name, ms]) => figure(`${name} is late, p99`, 'ms', ms)),
  ];
}

export function figure(name: string, unit: string, value: number, digits = 0, target?: Target): Figure {
  return { name, unit, value, digits, ...(target ? { target } : {}) };
}

/** NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
