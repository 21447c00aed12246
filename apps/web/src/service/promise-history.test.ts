import { type MessageCounts, noMessages, type ServicePeriod, type StageMs } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { judgeHistory, missedOf } from './promise-history.ts';

const noTime: StageMs = { gateway: 0, queue: 0, prefill: 0, firstToken: 0, relay: 0, network: 0 };
const none = { p50: null, p95: null, p99: null };
const startMs = Date.parse('2026-03-18T12:00:00.000Z');

/** Steps one after the other; of each what became of its messages, and what the late ones waited for. */
function steps(minutes: number, ...counts: (Partial<MessageCounts> & { late?: Partial<StageMs> })[]): ServicePeriod[] {
  return counts.map(({ late, ...messages }, step) => ({
    ...{ at: new Date(startMs + step * minutes * 60_000).toISOString(), durationMs: minutes * 60_000 },
    ...{ messages: { ...noMessages, ...messages }, goodputPerSecond: 0, budgetLeft: null },
    ...{ promptTokens: 0, generatedTokens: 0, prefixTokens: 0, prefixSavedMs: 0 },
    ...{ clientTtftMs: { ...none, count: 0 }, queueMs: none },
    ...{ stageMs: noTime, lateStageMs: { ...noTime, ...late } },
  }));
}
const good = { answered: 100, inTime: 100 };
const bad = { answered: 100, inTime: 90, late: { queue: 9_000, prefill: 400 } };
const at = (minute: number) => startMs + minute * 60_000;

test('nothing is claimed where nothing was asked', () => {
  expect(judgeHistory(steps(15, {}, { cancelled: 2 }))).toEqual({ judgements: ['no-data', 'no-data'], breaches: [] });
  expect(judgeHistory([])).toEqual({ judgements: [], breaches: [] });
});

test('it tells when it was broken, and by what', () => {
  const { judgements, breaches } = judgeHistory(steps(60, good, {}, bad, { failed: 2 }));
  expect(judgements).toEqual(['kept', 'no-data', 'broken', 'broken']);
  expect(breaches).toMatchObject([
    { fromMs: at(120), toMs: at(240), isOpen: true, isCutOff: false, stage: 'queue', messages: { answered: 100 } },
  ]);
  expect(missedOf(breaches[0]?.messages ?? noMessages)).toBe(12);
});

test('a breach that is over has an end, silence does not end one, and the newest comes first', () => {
  const { breaches } = judgeHistory(steps(60, bad, {}, bad, good, { expired: 1 }, good, {}));
  expect(breaches.map(({ fromMs, toMs, isOpen, isCutOff }) => [fromMs, toMs, isOpen, isCutOff])).toEqual([
    [at(240), at(300), false, false],
    [at(0), at(180), false, true],
  ]);
});

test('minutes are judged a quarter of an hour together', () => {
  // 1 of 10 in its own minute, 1 of 140 in the quarter.
  const quiet = Array.from({ length: 14 }, () => ({ answered: 10, inTime: 10 }));
  const { judgements } = judgeHistory(steps(1, ...quiet, { answered: 10, inTime: 9 }));
  expect(new Set(judgements)).toEqual(new Set(['kept']));
});
