import { randomUUID } from 'node:crypto';
import { emptyHistogram, isGood, noMessages, toHistogram, tpotMs } from '@frontdesk/protocol';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { storeClientTtft } from '../generations/generation-timings.ts';
import { type Asked, createAsked, createEnded, type EndedRow, rollUpAll } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { endedGenerations } from './ended-generations.ts';
import { addRefusedMessages, rollUpMinutes } from './service-minutes.ts';

const noon = new Date('2026-03-18T12:00:00.000Z');
const at = (minute: number, second = 0) => new Date(noon.getTime() + minute * 60_000 + second * 1_000);

const database = useTestDatabase();
let mine: Asked;
beforeEach(async () => {
  await database.generation.deleteMany();
  await database.serviceMinute.deleteMany();
  await database.serviceRollUp.deleteMany();
  mine = await createAsked(database);
});

const minutes = () => database.serviceMinute.findMany({ orderBy: [{ minute: 'asc' }, { workerId: 'asc' }] });
const done = (finishedAt: Date, more: Partial<EndedRow> = {}): EndedRow => ({
  ...{ state: 'done', workerId: 'w1', finishedAt, startedAt: finishedAt, firstTextAt: finishedAt },
  ...more,
});

describe('rollUpMinutes', () => {
  it('counts a minute once it is over, by site and worker', async () => {
    const theirs = await createAsked(database);
    await createEnded(database, mine, [
      done(at(0, 1), { clientTtftMs: 2_000 }),
      done(at(0, 59), { clientTtftMs: 2_001 }),
      done(at(0, 30), { workerId: 'w2' }),
      done(at(1)),
    ]);
    await createEnded(database, theirs, [done(at(0))]);
    expect(await rollUpMinutes(database, at(0, 59))).toEqual(at(0));
    expect(await minutes()).toEqual([]);
    expect(await rollUpMinutes(database, at(1, 1))).toEqual(at(1));
    const rows = await minutes();
    expect(rows.map(({ siteId, workerId, minute, answered }) => ({ siteId, workerId, minute, answered }))).toEqual(
      expect.arrayContaining([
        { siteId: mine.siteId, workerId: 'w1', minute: at(0), answered: 2 },
        { siteId: mine.siteId, workerId: 'w2', minute: at(0), answered: 1 },
        { siteId: theirs.siteId, workerId: 'w1', minute: at(0), answered: 1 },
      ]),
    );
    expect(rows).toHaveLength(3);
    const row = rows.find(({ siteId, workerId }) => siteId === mine.siteId && workerId === 'w1');
    expect(row?.clientTtft).toEqual(toHistogram([2_000, 2_001]));
    expect(row?.network).toEqual(emptyHistogram);
    // Ten seconds to the words as they were stored, where nobody measured.
    expect(row).toMatchObject({ inTime: 1, good: 1 });
  });

  it('judges nobody by a question that fits into no prompt', async () => {
    const failed = { state: 'failed', finishedAt: at(0) } as const;
    await createEnded(database, mine, [
      { ...failed, errorCode: 'message_too_long' },
      { ...failed, errorCode: 'generation_failed' },
    ]);
    await rollUpAll(database, at(1));
    expect(await minutes()).toMatchObject([{ failed: 1, cancelled: 1 }]);
  });

  it('may be done any number of times, by several at once', async () => {
    await createEnded(database, mine, [done(at(0)), done(at(1)), done(at(2))]);
    await Promise.all([rollUpMinutes(database, at(3)), rollUpMinutes(database, at(3)), rollUpMinutes(database, at(3))]);
    await rollUpAll(database, at(3));
    const once = await minutes();
    expect(once.map(({ answered }) => answered)).toEqual([1, 1, 1]);
    await database.serviceRollUp.deleteMany();
    await rollUpAll(database, at(3));
    expect(await minutes()).toEqual(once);
  });

  it('takes what comes late with it: rows that were committed late, and what clients report', async () => {
    const { visitorId, siteId } = mine;
    const [generationId = ''] = await createEnded(database, mine, [done(at(0))]);
    await rollUpAll(database, at(1));
    await createEnded(database, mine, [done(at(0, 30), { workerId: null, state: 'expired', firstTextAt: null })]);
    expect(await storeClientTtft(database, { siteId, visitorId }, { generationId, ttftMs: 900 })).toBe(true);
    await rollUpAll(database, at(2));
    const [byNobody, byWorker] = await minutes();
    expect(byNobody).toMatchObject({ workerId: '', expired: 1, answered: 0 });
    expect(byWorker).toMatchObject({ workerId: 'w1', answered: 1, inTime: 1, clientTtft: toHistogram([900]) });
  });

  it('takes on so much at a time, and goes on where it was', async () => {
    const busy = Array.from({ length: 25 }, () => done(at(3)));
    await createEnded(database, mine, [done(at(0)), done(at(300)), ...busy, done(at(4)), done(at(5))]);
    const marks: (Date | null)[] = [];
    while (marks.at(-1)?.getTime() !== at(301).getTime()) marks.push(await rollUpMinutes(database, at(301), 20));
    // Up to the minute with too many; one at a time while that one is rolled up again; then all that are left.
    expect(marks).toEqual([at(3), at(4), at(5), at(6), at(7), at(301)]);
    const found = await minutes();
    expect(found.map(({ minute, answered }) => [minute, answered])).toEqual([
      ...[[at(0), 1] as const, [at(3), 25] as const, [at(4), 1] as const, [at(5), 1] as const],
      [at(300), 1],
    ]);
  });

  it('keeps a quarter of a year', async () => {
    await createEnded(database, mine, [done(at(0))]);
    await rollUpAll(database, at(1));
    const later = new Date(at(0).getTime() + 90 * 86_400_000);
    await rollUpAll(database, later);
    expect(await minutes()).toHaveLength(1);
    await rollUpAll(database, new Date(later.getTime() + 60_000));
    expect(await minutes()).toEqual([]);
  });

  it('goes on once the clock of a database that was ahead is right again', async () => {
    await rollUpAll(database, at(120));
    await createEnded(database, mine, [done(at(0)), done(at(1))]);
    expect(await rollUpMinutes(database, at(2))).toEqual(at(2));
    expect((await minutes()).map(({ minute }) => minute)).toEqual([at(0), at(1)]);
    await createEnded(database, mine, [done(at(2))]);
    expect(await rollUpMinutes(database, at(3))).toEqual(at(3));
    expect(await minutes()).toHaveLength(3);
  });

  it('leaves out what agents try', async () => {
    const agent = await createAsked(database, { sandbox: true });
    await createEnded(database, agent, [done(at(0))]);
    await rollUpAll(database, at(1));
    expect(await minutes()).toEqual([]);
  });

  it('reads the generations that ended then, and no others', async () => {
    await createEnded(
      database,
      mine,
      Array.from({ length: 2_000 }, (_, minute) => done(at(minute))),
    );
    // The plan of a table as it is in use: it would else follow from what earlier tests left of the statistics.
    await database.$executeRaw`ANALYZE generation, conversation`;
    const ended = endedGenerations({ from: at(0), to: at(1) });
    const plan = await database.$queryRaw<{ 'QUERY PLAN': string }[]>`EXPLAIN ${ended}`;
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/Index Scan.* generation_finished_at_idx/);
  });

  it('is what the obvious reading of the rows gives', async () => {
    const rows = fc.sample(endedRows, { numRuns: 400, seed: 7 });
    await createEnded(database, mine, rows);
    await rollUpAll(database, at(1));
    const found = await minutes();
    for (const workerId of ['', 'w1']) {
      const own = rows.filter((row) => (row.workerId ?? '') === workerId).map(judge);
      const row = found.find((one) => one.workerId === workerId);
      const valuesOf = (name: keyof (typeof own)[number]['ms']) =>
        toHistogram(own.flatMap(({ ms }) => (ms[name] === null ? [] : [ms[name]])));
      const countOf = (outcome: string) => own.filter((one) => one.outcome === outcome).length;
      expect(row).toMatchObject({
        ...{ answered: countOf('answered'), failed: countOf('failed'), expired: countOf('expired') },
        ...{ abandoned: countOf('abandoned'), cancelled: countOf('cancelled') },
        inTime: own.filter(({ ttftMs }) => ttftMs !== null && ttftMs <= 2_000).length,
        good: own.filter(({ ttftMs, ms }) => ttftMs !== null && isGood({ ttftMs, tpotMs: ms.tpot })).length,
        ...{ clientTtft: valuesOf('clientTtft'), gatewayTtft: valuesOf('gatewayTtft'), tpot: valuesOf('tpot') },
        ...{ queue: valuesOf('queue'), prefill: valuesOf('prefill'), relay: valuesOf('relay') },
        ...{ network: valuesOf('network') },
      });
      const late = own.filter(({ isLate }) => isLate).reduce((sum, { ms }) => sum + (ms.queue ?? 0), 0);
      expect(row?.lateStageMs[1]).toBeCloseTo(late, 3);
    }
  });
});

const maybe = (most: number) => fc.option(fc.integer({ min: 0, max: most }), { nil: null });
const endedRows = fc
  .record({
    state: fc.constantFrom('done', 'done', 'done', 'failed', 'cancelled', 'expired'),
    workerId: fc.constantFrom('w1', null),
    waitedMs: fc.integer({ min: 0, max: 90_000 }),
    firstTextAfterMs: maybe(70_000),
    isTaken: fc.boolean(),
    isCached: fc.boolean(),
    generatedTokens: maybe(5),
    ...{ gatewayMs: maybe(50), queueMs: maybe(3_000), prefillMs: maybe(800), firstTokenMs: maybe(90) },
    ...{ gatewayTtftMs: maybe(4_000), clientTtftMs: maybe(4_500) },
  })
  .map(({ waitedMs, firstTextAfterMs, isTaken, isCached, ...row }) => {
    const receivedAt = at(0);
    const finishedAt = at(0, 59);
    const received = new Date(finishedAt.getTime() - waitedMs);
    const firstTextAt = firstTextAfterMs === null ? null : new Date(received.getTime() + firstTextAfterMs);
    return {
      ...row,
      ...{ finishedAt, receivedAt: received, startedAt: isTaken ? receivedAt : null },
      firstTextAt: firstTextAt && firstTextAt > finishedAt ? finishedAt : firstTextAt,
      cachedFromId: isCached ? randomUUID() : null,
    } satisfies EndedRow;
  });

/** What `service-level.ts` of the protocol says of one row, spelled out. */
function judge(row: EndedRow) {
  const { state, finishedAt } = row;
  const since = (date: unknown) => (date instanceof Date ? date.getTime() - (row.receivedAt?.getTime() ?? 0) : null);
  const [endMs, firstTextMs, startedMs] = [since(finishedAt) ?? 0, since(row.firstTextAt), since(row.startedAt)];
  const none = <Value>(value: Value | null | undefined): Value | null => value ?? null;
  const [clientTtft, gatewayTtft] = [none(row.clientTtftMs), none(row.gatewayTtftMs)];
  const gaveUp = firstTextMs === null && gatewayTtft === null && endMs > 2_000;
  const outcome =
    state === 'done' && (firstTextMs ?? endMs) <= 60_000
      ? 'answered'
      : state === 'done'
        ? 'expired'
        : state === 'cancelled' && gaveUp
          ? 'abandoned'
          : state;
  const ttftMs = outcome === 'answered' ? (clientTtft ?? gatewayTtft ?? firstTextMs) : null;
  const queue = startedMs === null ? endMs : none(row.queueMs);
  const stages = (row.gatewayMs ?? 0) + (queue ?? 0) + (row.prefillMs ?? 0) + (row.firstTokenMs ?? 0);
  const tokens = { firstTextToEndMs: endMs - (firstTextMs ?? 0), generatedTokens: row.generatedTokens ?? 0 };
  return {
    outcome,
    ttftMs,
    isLate: outcome === 'answered' ? ttftMs !== null && ttftMs > 2_000 : outcome !== 'cancelled',
    ms: {
      ...{ clientTtft, gatewayTtft, queue, prefill: none(row.prefillMs) },
      tpot: outcome === 'answered' && firstTextMs !== null && row.cachedFromId === null ? tpotMs(tokens) : null,
      relay: gatewayTtft === null ? null : Math.max(0, gatewayTtft - stages),
      network: clientTtft === null || gatewayTtft === null ? null : Math.max(0, clientTtft - gatewayTtft),
    },
  };
}

describe('addRefusedMessages', () => {
  const refused = (minute: Date, count: number, siteId = mine.siteId) => ({ siteId, minute, refused: count });

  it('adds up, whoever counted, and no roll-up takes it away', async () => {
    await addRefusedMessages(database, [refused(at(0), 2), refused(at(1), 1)]);
    await addRefusedMessages(database, [refused(at(0), 3)]);
    await createEnded(database, mine, [done(at(0), { workerId: null, cachedFromId: randomUUID() })]);
    await rollUpAll(database, at(2));
    expect(await minutes()).toMatchObject([
      { ...noMessages, minute: at(0), workerId: '', refused: 5, answered: 1, cached: 1 },
      { ...noMessages, minute: at(1), workerId: '', refused: 1, clientTtft: [] },
    ]);
    await addRefusedMessages(database, [refused(at(0), 1)]);
    expect((await minutes())[0]).toMatchObject({ refused: 6, answered: 1 });
  });

  it('drops those of a site that is gone', async () => {
    await addRefusedMessages(database, [refused(at(0), 1, randomUUID()), refused(at(0), 1)]);
    expect(await minutes()).toHaveLength(1);
  });
});
