import { randomUUID } from 'node:crypto';
import { CodedError } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { createDatabase } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import { storeGatewayTimes } from '../generations/generation-timings.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage, testMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { acceptMessages, type NewMessage } from './messages.ts';

// What one message finds is in messages.db.test.ts; here several come in one transaction.

const database = useTestDatabase({ maxConnections: 10 });
let siteId: string;

beforeEach(async () => {
  siteId = await createSite();
});

const createSite = (dailyMessageLimit = 5_000) => newSite(database, { dailyMessageLimit });
const message = (fields: Partial<NewMessage> = {}): NewMessage =>
  testMessage({ siteId, visitorId: timeOrderedId(), newVisitor: true, ...fields });
const times = <Made>(count: number, make: () => Made) => Array.from({ length: count }, make);
const countOf = async (site: string) =>
  (await database.siteDayUsage.findFirst({ where: { siteId: site } }))?.messages ?? 0;

it('makes the visitor with the message, and neither of them without the other', async () => {
  const limited = await createSite(1);
  const [first, second] = [message({ siteId: limited }), message({ siteId: limited })];
  const [accepted, refused] = await acceptMessages(database, [first, second]);
  expect(accepted?.status).toBe('fulfilled');
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'site_limit_reached' } });
  expect(await database.visitor.findMany({ where: { siteId: limited }, select: { id: true } })).toEqual([
    { id: first.visitorId },
  ]);
});

it('lets in as many of each site as its day has room for, the first ones', async () => {
  const [limited, other] = [await createSite(3), await createSite(100)];
  const mixed = times(5, () => [message({ siteId: limited }), message({ siteId: other })]).flat();
  const outcomes = await acceptMessages(database, mixed);
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(
    mixed.map((one, index) => one.siteId === other || index < 6),
  );
  expect([await countOf(limited), await countOf(other)]).toEqual([3, 5]);
  await acceptMessages(database, [message({ siteId: limited })]);
  expect(await countOf(limited)).toBe(3);
});

it('lets each wait where its admission says, and asks for none that is refused or was stored before', async () => {
  const turns = times(3, () => ({ flow: randomUUID(), round: 0 })).map((turn, index) => ({
    ...turn,
    round: index + 1,
  }));
  let asked = 0;
  const admit = () => turns[asked++] ?? { flow: null, round: -1 };
  const group = [message({ admit }), message({ admit, newVisitor: false }), message({ admit }), message()];
  const outcomes = await acceptMessages(database, group);
  await acceptMessages(database, [{ ...(group[0] as NewMessage), newVisitor: false }]);
  expect(asked).toBe(2);
  expect(outcomes.map((one) => one.status === 'fulfilled' && one.value.round)).toEqual([1, false, 2, 0]);
  const rows = await database.generation.findMany({ where: { siteId }, orderBy: { queueRound: 'asc' } });
  expect(rows.map(({ queueFlow, queueRound }) => ({ flow: queueFlow, round: queueRound }))).toEqual([
    { flow: null, round: 0 },
    ...turns.slice(0, 2),
  ]);
});

it.each<[string, () => Partial<NewMessage>]>([
  ['names a site that is gone', () => ({ siteId: randomUUID() })],
  ['holds what the store can not', () => ({ text: 'a\0b' })],
  ['has the id of a visitor who is there already', () => ({ visitorId: taken })],
])('stores the others where one %s', async (_, fields) => {
  taken = await createVisitor(database, siteId);
  const group = [message(), message(fields()), message()];
  const outcomes = await acceptMessages(database, group);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await database.message.count({ where: { siteId } })).toBe(2);
  expect(await countOf(siteId)).toBe(2);
});
let taken: string;

it('asks for the admission of each once, also where all are stored again one by one', async () => {
  const admitted: number[] = [];
  const admit = (index: number) => () => {
    admitted.push(index);
    if (index === 2) throw new CodedError('busy');
    return { flow: null, round: 10 * admitted.length };
  };
  const fields = [{}, { text: 'a\0b' }, {}, {}];
  const outcomes = await acceptMessages(
    database,
    fields.map((one, index) => message({ ...one, admit: admit(index) })),
  );
  expect(admitted).toEqual([0, 1, 2, 3]);
  expect(outcomes).toMatchObject([
    { value: { round: 10 } },
    {},
    { reason: { code: 'busy' } },
    { value: { round: 40 } },
  ]);
});

it('gives every message the same reason where the store is away', async () => {
  const away = createDatabase({ url: 'postgresql://nobody@127.0.0.1:9/none' });
  const outcomes = await acceptMessages(away, [message(), message()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await away.$disconnect();
});

it('stores what others of a group send where one’s visitor is held for long, and asks that one to come again', async () => {
  const visitorIds = await Promise.all(times(3, () => createVisitor(database, siteId)));
  const group = visitorIds.map((visitorId) => message({ visitorId, newVisitor: false }));
  const [, held] = group as [NewMessage, NewMessage];
  await database.$transaction(
    async (other) => {
      await other.$queryRaw`SELECT FROM visitor WHERE id = ${held.visitorId}::uuid FOR NO KEY UPDATE`;
      const [before, refused, after] = await acceptMessages(database, group);
      expect([before?.status, after?.status]).toEqual(['fulfilled', 'fulfilled']);
      expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'unavailable', retryAfterMs: 1_000 } });
    },
    { timeout: 30_000 },
  );
  expect(await acceptMessage(database, held)).toMatchObject({ duplicate: false });
});

it('takes no two messages of one visitor', async () => {
  const visitorId = await createVisitor(database, siteId);
  const both = times(2, () => message({ visitorId, newVisitor: false }));
  await expect(acceptMessages(database, both)).rejects.toThrow('one visitor');
});

it('does not lock itself up with groups of the same visitors, conversations and sites in another order', async () => {
  const sites = [siteId, await createSite()];
  const firsts = times(12, () => sites.map((site) => message({ siteId: site }))).flat();
  const begun = (await acceptMessages(database, firsts)).map((outcome, index) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    const { siteId, visitorId } = firsts[index] as NewMessage;
    return { siteId, visitorId, conversationId: outcome.value.conversationId };
  });
  for (let round = 0; round < 5; round += 1) {
    await database.generation.updateMany({ where: { siteId: { in: sites } }, data: { state: 'done' } });
    const group = begun.map((one) => message({ ...one, newVisitor: false }));
    const orders = [
      group,
      group.toReversed(),
      group.toSorted((a, b) => a.clientMessageId.localeCompare(b.clientMessageId)),
    ];
    const outcomes = await Promise.all(orders.map((order) => acceptMessages(database, order)));
    // The same messages: each is stored once.
    const stored = outcomes.flat().filter((one) => one.status === 'fulfilled' && !one.value.duplicate);
    expect(outcomes.flat().filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(stored).toHaveLength(group.length);
  }
});

it('keeps what gateways measured, of each answer what is told of it', async () => {
  const stored = await Promise.all(times(3, () => acceptMessage(database, message())));
  const [a, b, c] = stored.map(({ generationId }) => generationId) as [string, string, string];
  const nothing = { gatewayMs: null, gatewayTtftMs: null, queuedInMs: null };
  await storeGatewayTimes(database, [
    { ...nothing, generationId: b, gatewayTtftMs: 7 },
    { ...nothing, generationId: a, gatewayMs: 1, gatewayTtftMs: 5 },
    { ...nothing, generationId: randomUUID(), gatewayMs: 9 },
  ]);
  await storeGatewayTimes(database, [
    { ...nothing, generationId: a, gatewayTtftMs: 99 },
    { ...nothing, generationId: b, gatewayMs: 2 },
  ]);
  const rows = await database.generation.findMany({ where: { siteId }, orderBy: { gatewayMs: 'asc' } });
  expect(rows.map(({ id, gatewayMs, gatewayTtftMs }) => [id, gatewayMs, gatewayTtftMs])).toEqual([
    [a, 1, 5],
    [b, 2, 7],
    [c, null, null],
  ]);
});
