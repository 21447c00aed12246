import { randomUUID } from 'node:crypto';
import { noMessages } from '@frontdesk/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Database } from './client.ts';
import { readMessageCounts, readServiceHistory } from './service-history.ts';
import { addRefusedMessages } from './service-minutes.ts';
import { type Asked, createAsked, createEnded, type EndedRow, rollUpAll } from './testing/ended-generations.ts';

const noon = new Date('2026-03-18T12:00:00.000Z');
const at = (minute: number, second = 0) => new Date(noon.getTime() + minute * 60_000 + second * 1_000);

let database: Database;
let mine: Asked;
let theirs: Asked;

beforeAll(async () => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
  mine = await createAsked(database);
  theirs = await createAsked(database);
  const answered = (finishedAt: Date, clientTtftMs: number, workerId = 'w1'): EndedRow => ({
    ...{ state: 'done', finishedAt, clientTtftMs, workerId, startedAt: finishedAt, firstTextAt: finishedAt },
    ...{ gatewayTtftMs: clientTtftMs - 20, gatewayMs: 5, queueMs: 10, prefillMs: 50, firstTokenMs: 5 },
    ...{ promptTokens: 300, generatedTokens: 1 },
  });
  await createEnded(database, mine, [
    // Evenly spread, so that the percentiles of their bucket are right too.
    ...Array.from({ length: 50 }, (_, index) => answered(at(0, 30), 102 + 2 * index)),
    ...Array.from({ length: 50 }, (_, index) => answered(at(4, 30), 102 + 2 * index, 'w2')),
    answered(at(11), 2_400),
    { state: 'failed', finishedAt: at(12), workerId: 'w1', startedAt: at(12), queueMs: 4_000 },
  ]);
  await createEnded(database, theirs, [answered(at(3), 9_000)]);
  await addRefusedMessages(database, [{ siteId: mine.siteId, minute: at(12), refused: 2 }]);
  await rollUpAll(database, at(20));
});
afterAll(() => database.$disconnect());

const range = { from: at(0), to: at(15), stepMinutes: 5 };

describe('readServiceHistory', () => {
  it('tells, step by step, what became of messages and how long they took', async () => {
    const [first, silent, last, ...rest] = await readServiceHistory(database, { siteId: mine.siteId, ...range });
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      ...{ at: at(0).toISOString(), durationMs: 300_000 },
      messages: { ...noMessages, answered: 100, inTime: 100, good: 100 },
      ...{ promptTokens: 30_000, generatedTokens: 100 },
      clientTtftMs: { p50: 150, p95: 195, p99: 199 },
      stages: { prefill: { p50: 37.5 }, network: { p99: 24.85 } },
      budgetLeft: 1,
    });
    expect(first?.goodputPerSecond).toBeCloseTo(1 / 3, 9);
    expect(first?.stageMs).toMatchObject({ gateway: 500, queue: 1_000, prefill: 5_000, network: 2_000 });
    expect(first?.lateStageMs.prefill).toBe(0);
    expect(silent).toMatchObject({
      ...{ at: at(5).toISOString(), messages: noMessages, goodputPerSecond: 0, budgetLeft: 1 },
      clientTtftMs: { p50: null, p95: null, p99: null },
    });
    expect(last).toMatchObject({
      messages: { ...noMessages, answered: 1, failed: 1, refused: 2 },
      // What failed has waited too; the one that came late spent most of its time beyond these stages.
      lateStageMs: { gateway: 5, queue: 4_010, relay: 2_310 },
    });
    // 3 of 104 unanswered, where 0.104 are allowed.
    expect(last?.budgetLeft).toBeCloseTo(1 - 3 / 0.104, 6);
  });

  it('shows a site nothing of another one', async () => {
    const ofTheirs = await readServiceHistory(database, { siteId: theirs.siteId, ...range });
    expect(ofTheirs.map(({ messages }) => messages.answered)).toEqual([1, 0, 0]);
    const ofNobody = await readServiceHistory(database, { siteId: randomUUID(), ...range });
    for (const { messages } of ofNobody) expect(messages).toEqual(noMessages);
    const ofAll = await readServiceHistory(database, range);
    expect(ofAll.map(({ messages }) => messages.answered)).toEqual([101, 0, 1]);
    expect(ofAll[0]?.clientTtftMs.p99).toBe(200);
  });

  it('tells workers apart', async () => {
    const of = async (workerId: string) =>
      (await readServiceHistory(database, { siteId: mine.siteId, workerId, ...range })).map(
        ({ messages }) => messages.answered,
      );
    expect(await of('w1')).toEqual([50, 0, 1]);
    expect(await of('w2')).toEqual([50, 0, 0]);
  });

  it('steps by the minute too, and ends before `to`', async () => {
    const steps = await readServiceHistory(database, { siteId: mine.siteId, from: at(0), to: at(5), stepMinutes: 2 });
    expect(steps.map(({ messages, durationMs }) => [messages.answered, durationMs])).toEqual([
      [50, 120_000],
      [0, 120_000],
      [50, 60_000],
    ]);
  });

  it.each([
    ['too many steps', { from: at(0), to: at(1_501), stepMinutes: 1 }],
    ['no time at all', { from: at(0), to: at(0), stepMinutes: 1 }],
    ['steps of nothing', { from: at(0), to: at(1), stepMinutes: 0 }],
  ])('refuses %s', async (_, wrong) => {
    await expect(readServiceHistory(database, wrong)).rejects.toThrow(RangeError);
  });
});

it('readMessageCounts sums a range up', async () => {
  const counts = { ...noMessages, answered: 101, inTime: 100, good: 100, failed: 1, refused: 2 };
  expect(await readMessageCounts(database, { siteId: mine.siteId, from: at(0), to: at(15) })).toEqual(counts);
  expect(await readMessageCounts(database, { from: at(0), to: at(15) })).toMatchObject({ answered: 102 });
  expect(await readMessageCounts(database, { from: at(60), to: at(90) })).toEqual(noMessages);
});
