import { randomUUID } from 'node:crypto';
import { noMessages, sumCounts } from '@frontdesk/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Asked, createAsked, createEnded, type EndedRow, rollUpAll } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { readMessageCounts, readServiceHistory } from './service-history.ts';
import { addRefusedMessages } from './service-minutes.ts';

const noon = new Date('2026-03-18T12:00:00.000Z');
const at = (minute: number, second = 0) => new Date(noon.getTime() + minute * 60_000 + second * 1_000);

const database = useTestDatabase();
const mine = await createAsked(database);
const theirs = await createAsked(database);

beforeAll(async () => {
  const answered = (finishedAt: Date, clientTtftMs: number, workerId = 'w1'): EndedRow => ({
    ...{ state: 'done', finishedAt, clientTtftMs, workerId, startedAt: finishedAt },
    firstTextAt: new Date(finishedAt.getTime() - 1_000),
    ...{ gatewayTtftMs: clientTtftMs - 20, gatewayMs: 5, queueMs: 10, prefillMs: 50, firstTokenMs: 5 },
    // The first token comes a second before the last.
    ...{ promptTokens: 300, generatedTokens: 11 },
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

const range = { from: at(0), to: at(15), stepMinutes: 5 };

describe('readServiceHistory', () => {
  it('tells, step by step, what became of messages and how long they took', async () => {
    const { periods, total } = await readServiceHistory(database, { siteIds: [mine.siteId], ...range });
    const [first, silent, last, ...rest] = periods;
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      ...{ at: at(0).toISOString(), durationMs: 300_000 },
      messages: { ...noMessages, answered: 100, inTime: 100, good: 100 },
      ...{ promptTokens: 30_000, generatedTokens: 1_100 },
      clientTtftMs: { p50: 150, p95: 195, p99: 199, count: 100 },
      // In the bucket from 50 to 100, evenly spread.
      tpotMs: { p50: 75, p95: 97.5, p99: 99.5 },
      queueMs: { p50: 7.5 },
      budgetLeft: 1,
    });
    expect(first?.goodputPerSecond).toBeCloseTo(1 / 3, 9);
    expect(first?.stageMs).toMatchObject({ gateway: 500, queue: 1_000, prefill: 5_000, network: 2_000 });
    expect(first?.lateStageMs.prefill).toBe(0);
    expect(silent).toMatchObject({
      ...{ at: at(5).toISOString(), messages: noMessages, goodputPerSecond: 0, budgetLeft: 1 },
      clientTtftMs: { p50: null, p95: null, p99: null },
      tpotMs: { p50: null, p95: null, p99: null },
    });
    expect(last).toMatchObject({
      messages: { ...noMessages, answered: 1, failed: 1, refused: 2 },
      // What failed has waited too; the one that came late spent most of its time beyond these stages.
      lateStageMs: { gateway: 5, queue: 4_010, relay: 2_310 },
    });
    // 3 of 104 unanswered, where 0.104 are allowed.
    expect(last?.budgetLeft).toBeCloseTo(1 - 3 / 0.104, 6);
    expect(total).toMatchObject({
      ...{ at: at(0).toISOString(), durationMs: 900_000, budgetLeft: last?.budgetLeft },
      messages: { ...noMessages, answered: 101, failed: 1, refused: 2, inTime: 100, good: 100 },
      clientTtftMs: { p50: 151, p95: 196 },
      lateStageMs: { gateway: 5, queue: 4_010, relay: 2_310 },
    });
  });

  it('shows a site nothing of another one', async () => {
    const ofTheirs = await readServiceHistory(database, { siteIds: [theirs.siteId], ...range });
    expect(ofTheirs.periods.map(({ messages }) => messages.answered)).toEqual([1, 0, 0]);
    const ofNobody = await readServiceHistory(database, { siteIds: [randomUUID()], ...range });
    for (const { messages } of ofNobody.periods) expect(messages).toEqual(noMessages);
    const ofAll = await readServiceHistory(database, range);
    expect(ofAll.periods.map(({ messages }) => messages.answered)).toEqual([101, 0, 1]);
    expect(ofAll.periods[0]?.clientTtftMs.p99).toBe(200);
  });

  it('tells workers apart', async () => {
    const of = async (workerId: string) =>
      (await readServiceHistory(database, { siteIds: [mine.siteId], workerId, ...range })).periods.map(
        ({ messages }) => messages.answered,
      );
    expect(await of('w1')).toEqual([50, 0, 1]);
    expect(await of('w2')).toEqual([50, 0, 0]);
  });

  it('steps by the minute too, and ends before `to`', async () => {
    const { periods: steps } = await readServiceHistory(database, {
      siteIds: [mine.siteId],
      from: at(0),
      to: at(5),
      stepMinutes: 2,
    });
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
  expect(await readMessageCounts(database, { siteIds: [mine.siteId], from: at(0), to: at(15) })).toEqual(counts);
  expect(await readMessageCounts(database, { from: at(0), to: at(15) })).toMatchObject({ answered: 102 });
  expect(await readMessageCounts(database, { from: at(60), to: at(90) })).toEqual(noMessages);
});

describe('whole hours', () => {
  const day = new Date('2026-04-02T00:00:00.000Z');
  const after = (minutes: number) => new Date(day.getTime() + minutes * 60_000);
  let site: Asked;
  beforeAll(async () => {
    site = await createAsked(database);
    const rows = fc.sample(
      fc.record({
        minute: fc.integer({ min: 0, max: 299 }),
        workerId: fc.constantFrom('w1', 'w2', null),
        state: fc.constantFrom('done' as const, 'done' as const, 'failed' as const),
        clientTtftMs: fc.integer({ min: 1, max: 4_000 }),
        queueMs: fc.integer({ min: 0, max: 900 }),
        prefixTokens: fc.integer({ min: 0, max: 300 }),
      }),
      { numRuns: 300, seed: 3 },
    );
    await createEnded(
      database,
      site,
      rows.map(({ minute, ...row }) => ({
        ...{ ...row, finishedAt: after(minute), startedAt: after(minute), firstTextAt: after(minute) },
        ...{ promptTokens: 300, generatedTokens: 3, prefixSavedMs: row.prefixTokens / 4 },
      })),
    );
    await addRefusedMessages(database, [
      { siteId: site.siteId, minute: after(70), refused: 2 },
      { siteId: site.siteId, minute: after(61), refused: 1 },
    ]);
    // Some hours in the middle of which a roll-up has stopped.
    await rollUpAll(database, after(95));
    await addRefusedMessages(database, [{ siteId: site.siteId, minute: after(95), refused: 4 }]);
    await rollUpAll(database, after(310));
  });

  it('are the sums of their minutes', async () => {
    const hours = await database.serviceHour.findMany({ where: { siteId: site.siteId }, orderBy: { hour: 'asc' } });
    const minutes = await database.serviceMinute.findMany({ where: { siteId: site.siteId } });
    expect(hours.map(({ hour }) => hour)).toEqual([0, 60, 120, 180, 240].map(after));
    const { siteId: _, hour: __, ...names } = hours[0] ?? {};
    for (const { hour, siteId: ___, ...row } of hours) {
      const within = minutes.filter(({ minute }) => Math.floor((+minute - +hour) / 3_600_000) === 0);
      for (const name of Object.keys(names) as (keyof typeof row)[]) {
        const values = within.map((one) => one[name]);
        const sum = Array.isArray(row[name])
          ? row[name].map((_, place) => values.reduce((all: number, one) => all + ((one as number[])[place] ?? 0), 0))
          : values.reduce((all: number, one) => all + Number(one), 0);
        expect([name, Array.isArray(row[name]) ? row[name] : Number(row[name])]).toEqual([name, sum]);
      }
    }
  });

  // Steps of a minute are never read from hours.
  it.each([
    ['hours', 0, 300, 60],
    ['hours, with a piece behind', 60, 275, 120],
    ['one step, with pieces before and behind', 17, 283, 1_000],
  ])('give what the minutes give: %s', async (_, from, to, stepMinutes) => {
    const range = { siteIds: [site.siteId], from: after(from), to: after(to) };
    const hourly = await readServiceHistory(database, { ...range, stepMinutes });
    const byMinute = await readServiceHistory(database, { ...range, stepMinutes: 1 });
    expect(hourly.total).toEqual(byMinute.total);
    expect(hourly.total.messages.refused).toBe(7);
    for (const [step, period] of hourly.periods.entries()) {
      const own = byMinute.periods.slice(step * stepMinutes, (step + 1) * stepMinutes);
      expect(period.messages).toEqual(sumCounts(own.map(({ messages }) => messages)));
    }
    expect(await readMessageCounts(database, range)).toEqual(hourly.total.messages);
  });
});
