import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  assignConversation,
  handBack,
  reopenConversation,
  replyAsAgent,
  resolveConversation,
  snoozeConversation,
  takeOver,
} from '../conversations/conversation-steps.ts';
import { rateConversation } from '../conversations/feedback.ts';
import { requestPerson } from '../conversations/person-requests.ts';
import { type Asked, createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { deleteConversation } from '../visitors/visitor-conversations.ts';
import { readAgentFigures } from './agent-figures.ts';
import { readAnalytics } from './analytics.ts';
import { rollUpAnalytics } from './analytics-roll-up.ts';

const normalForm = (text: string) => text.toLowerCase();
const hour = 3_600_000;

const database = useTestDatabase();

interface Person {
  id: string;
  name: string;
}
let site: Asked;
let ada: Person;
let bo: Person;
beforeEach(async () => {
  await database.conversation.deleteMany();
  await database.analyticsRollUp.deleteMany();
  site = await createAsked(database);
  ada = await createPerson('Ada');
  bo = await createPerson('Bo');
});

async function createPerson(name: string): Promise<Person> {
  const id = randomUUID();
  const memberships = { create: { siteId: site.siteId, role: 'agent' as const } };
  await database.user.create({ data: { id, name, email: `${id}@frontdesk.test`, memberships } });
  return { id, name };
}

const rollUp = () => rollUpAnalytics(database, { normalForm });
const everyDay = { from: '2026-01-01', to: '2099-12-31', timeZone: 'UTC' };

/** By name; of what was measured, how often. */
async function counted(siteIds: string[] | undefined = [site.siteId], range = everyDay) {
  await rollUp();
  const agents = await readAgentFigures(database, { siteIds, ...range });
  return Object.fromEntries(
    agents.map(({ name, conversations, replies, resolved, firstResponse, resolution, ratings }) => [
      name ?? 'nobody',
      {
        ...{ conversations, replies, resolved, first: firstResponse.count, resolutions: resolution.count },
        ...{ rated: ratings.count, good: ratings.good },
      },
    ]),
  );
}
const none = { conversations: 0, replies: 0, resolved: 0, first: 0, resolutions: 0, rated: 0, good: 0 };

/** What agents and the customer do in a conversation, as the product does it. */
function stage({ siteId, visitorId, conversationId } = site) {
  const by = (agent: Person) => ({
    ...{ siteId, conversationId, agent },
    actor: { userId: agent.id, email: `${agent.name}@frontdesk.test` },
  });
  return {
    wish: () => requestPerson(database, { siteId, visitorId }, conversationId),
    write: (text: string) => acceptMessage(database, { siteId, visitorId, conversationId, text }),
    rate: (score: number) =>
      rateConversation(database, { siteId, visitorId }, { conversationId, score, comment: null }),
    reply: (agent: Person) => replyAsAgent(database, { ...by(agent), clientMessageId: randomUUID(), text: 'Hello' }),
    take: (agent: Person) => takeOver(database, by(agent)),
    assign: (agent: Person, assignee: Person | null) => assignConversation(database, { ...by(agent), assignee }),
    resolve: (agent: Person) => resolveConversation(database, by(agent)),
    reopen: (agent: Person) => reopenConversation(database, by(agent)),
    handBack: (agent: Person) => handBack(database, by(agent)),
    snooze: (agent: Person) => snoozeConversation(database, { ...by(agent), until: new Date(Date.now() + hour) }),
  };
}

describe('of what agents do', () => {
  it('each has their own in a conversation that went from one to the other, as soon as it is done', async () => {
    const { wish, write, reply, assign, resolve, rate } = stage();
    await wish();
    await reply(ada);
    await write('And the price?');
    expect(await counted()).toEqual({ Ada: { ...none, conversations: 1, replies: 1, first: 1 } });
    await assign(ada, bo);
    await reply(bo);
    await reply(bo);
    await resolve(bo);
    await rate(2);
    await rate(4);
    expect(await counted()).toEqual({
      Ada: { ...none, conversations: 1, replies: 1, first: 1 },
      Bo: { conversations: 1, replies: 2, resolved: 1, first: 1, resolutions: 1, rated: 1, good: 1 },
    });
    // What was rolled up once more is the same.
    await database.analyticsRollUp.deleteMany();
    expect((await counted()).Bo).toMatchObject({ replies: 2, resolved: 1, rated: 1 });
    await rate(3);
    expect((await counted()).Bo).toMatchObject({ rated: 1, good: 0 });
  });

  it('a resolution that an agent undoes is none, one after which the customer writes stays', async () => {
    const { wish, write, reply, resolve, reopen } = stage();
    await wish();
    await reply(ada);
    await resolve(ada);
    expect((await counted()).Ada).toMatchObject({ resolved: 1, resolutions: 1 });
    await reopen(bo);
    expect((await counted()).Ada).toMatchObject({ resolved: 0, resolutions: 0 });
    await resolve(bo);
    await write('One more thing');
    await wish();
    await reply(ada);
    await resolve(ada);
    // A second time in the same conversation.
    await wish();
    await reply(ada);
    await resolve(ada);
    expect(await counted()).toEqual({
      Ada: { ...none, conversations: 1, replies: 3, resolved: 1, first: 3, resolutions: 2 },
      Bo: { ...none, resolved: 1, resolutions: 1 },
    });
  });

  it('what was snoozed waits on; what the bot has again waits for nobody', async () => {
    const { wish, write, snooze, take, reply, handBack: giveBack } = stage();
    await wish();
    await snooze(ada);
    await write('Hello?');
    await reply(ada);
    expect(await counted()).toEqual({ Ada: { ...none, conversations: 1, replies: 1, first: 1 } });
    await write('Hm.');
    await giveBack(ada);
    await take(bo);
    await reply(bo);
    expect((await counted()).Bo).toEqual({ ...none, conversations: 1, replies: 1 });
  });

  it('what is tried in the sandbox is nobody’s', async () => {
    const sandbox = await createAsked(database, { sandbox: true });
    const { take, reply, resolve } = stage(sandbox);
    await take(ada);
    await reply(ada);
    await resolve(ada);
    expect(await counted([sandbox.siteId])).toEqual({});
  });
});

describe('those who are gone', () => {
  it('are named while they have an account, and are one when they have none', async () => {
    const cy = await createPerson('Cy');
    for (const person of [ada, bo, cy]) {
      await stage().reply(person);
      await stage().resolve(person);
    }
    await database.membership.deleteMany({ where: { userId: ada.id } });
    expect(Object.keys(await counted()).toSorted()).toEqual(['Ada', 'Bo', 'Cy']);
    await database.user.deleteMany({ where: { id: { in: [bo.id, cy.id] } } });
    const gone = { replies: 2, resolved: 2 };
    expect(await counted()).toMatchObject({ Ada: { replies: 1, resolved: 1 }, nobody: gone });
    // Also where their part is read when they are gone: a message says nothing of its author then.
    await database.agentFact.deleteMany();
    await database.analyticsRollUp.deleteMany();
    expect(await counted()).toMatchObject({ Ada: { replies: 1, resolved: 1 }, nobody: gone });
  });

  it('stay counted when conversation or customer is deleted', async () => {
    const { wish, reply, resolve, rate } = stage();
    await wish();
    await reply(ada);
    await resolve(ada);
    await rate(5);
    const before = await counted();
    expect(before.Ada).toEqual({
      ...{ conversations: 1, replies: 1, resolved: 1, first: 1, resolutions: 1 },
      ...{ rated: 1, good: 1 },
    });
    await deleteConversation(database, { ...site, normalForm });
    expect(await counted()).toEqual(before);
    await database.site.delete({ where: { id: site.siteId } });
    expect(await database.agentFact.count({ where: { siteId: site.siteId } })).toBe(0);
  });
});

type Said = { atMs: number; payload: object; author?: Person; resolver?: Person };

/** Writes a conversation that happened at these times, as the log, the messages and the log of changes have it. */
async function write({ siteId, visitorId }: Asked, said: readonly Said[]): Promise<void> {
  const [conversationId, lastActivityAt] = [randomUUID(), new Date(said.at(-1)?.atMs ?? 0)];
  const place = { siteId, conversationId };
  const createdAt = new Date(said[0]?.atMs ?? 0);
  await database.conversation.create({ data: { id: conversationId, siteId, visitorId, createdAt, lastActivityAt } });
  for (const [index, { atMs, payload, author, resolver }] of said.entries()) {
    const id = randomUUID();
    const at = new Date(atMs);
    if (author) {
      await database.message.create({
        data: { ...place, id, visitorId, role: 'agent', text: 'Hello', authorId: author.id, createdAt: at },
      });
    }
    if (resolver) {
      const entry = { siteId, userId: resolver.id, userName: resolver.name, target: conversationId, createdAt: at };
      await database.auditEntry.create({ data: { ...entry, action: 'conversation.resolved' } });
    }
    const told = author ? { type: 'message:created', message: { id, role: 'agent' } } : payload;
    await database.conversationEvent.create({
      data: { ...place, seq: index + 1, audience: 'customer', payload: told, createdAt: at },
    });
  }
}
const wished = { type: 'conversation:person-requested' };
const resolved = { type: 'conversation:resolved', by: { name: 'Ada' } };

describe('a range', () => {
  const at = (day: string, minutes = 0) => Date.parse(`${day}T12:00:00.000Z`) + minutes * 60_000;
  const answered = (day: string, waitedMinutes: number, person: Person): Said[] => [
    { atMs: at(day), payload: wished },
    { atMs: at(day, waitedMinutes), payload: {}, author: person },
    { atMs: at(day, waitedMinutes + 60), payload: resolved, resolver: person },
  ];
  const range = { from: '2026-03-02', to: '2026-03-03', timeZone: 'UTC' };
  const read = (siteIds: string[] | undefined, days = range) => readAgentFigures(database, { siteIds, ...days });

  it('has medians and 90th percentiles of each, whoever replied most first', async () => {
    for (let waited = 1; waited <= 11; waited++) await write(site, answered('2026-03-02', waited, bo));
    await write(site, answered('2026-03-03', 30, ada));
    await rollUp();
    const minutes = (count: number) => count * 60_000;
    expect(await read([site.siteId])).toEqual([
      {
        ...{ userId: bo.id, name: 'Bo', conversations: 11, replies: 11, resolved: 11 },
        firstResponse: { count: 11, p50: minutes(6), p90: minutes(10) },
        resolution: { count: 11, p50: minutes(66) },
        ratings: { count: 0, good: 0 },
      },
      {
        ...{ userId: ada.id, name: 'Ada', conversations: 1, replies: 1, resolved: 1 },
        firstResponse: { count: 1, p50: minutes(30), p90: minutes(30) },
        resolution: { count: 1, p50: minutes(90) },
        ratings: { count: 0, good: 0 },
      },
    ]);
  });

  it('counts what was done in its days, where whoever looks lives, whenever the conversation began', async () => {
    await write(site, [
      { atMs: at('2026-03-01'), payload: wished },
      { atMs: at('2026-03-01', 11 * 60), payload: {}, author: ada },
      { atMs: at('2026-03-02', 11 * 60), payload: {}, author: ada },
      { atMs: at('2026-03-04', 60), payload: resolved, resolver: bo },
    ]);
    await rollUp();
    const names = async (timeZone: string) =>
      (await read([site.siteId], { ...range, timeZone })).map((one) => [one.name, one.conversations, one.replies]);
    expect(await names('UTC')).toEqual([['Ada', 1, 1]]);
    expect(await names('Asia/Calcutta')).toEqual([['Ada', 1, 2]]);
    expect(await names('Etc/GMT+12')).toEqual([['Ada', 1, 1]]);
    const later = { from: '2026-03-04', to: '2026-03-04', timeZone: 'UTC' };
    expect(await read([site.siteId], later)).toMatchObject([{ name: 'Bo', replies: 0, conversations: 0, resolved: 1 }]);
  });

  it('has as many replies as the whole has messages of agents; of another site nothing, of all everything', async () => {
    const other = await createAsked(database);
    await write(site, answered('2026-03-02', 5, ada));
    await write(site, answered('2026-03-02', 6, bo));
    await write(other, answered('2026-03-02', 7, ada));
    await rollUp();
    const replies = async (siteIds?: string[]) => (await read(siteIds)).map((one) => [one.name, one.replies]);
    expect(await replies([site.siteId])).toEqual([
      ['Ada', 1],
      ['Bo', 1],
    ]);
    expect((await readAnalytics(database, { siteIds: [site.siteId], ...range })).total.agentMessages).toBe(2);
    expect(await replies([other.siteId])).toEqual([['Ada', 1]]);
    expect(await replies([randomUUID()])).toEqual([]);
    expect(await replies()).toContainEqual(['Ada', 2]);
  });

  it('of before an upgrade is made up piece by piece, beside what happens now', async () => {
    for (let waited = 1; waited <= 5; waited++) await write(site, answered('2026-03-02', waited, ada));
    // A gateway of the version before knows no mark of people's.
    const mark = { rolledUntil: new Date(), questionsUntil: new Date(), agentsUntil: null };
    await database.analyticsRollUp.create({ data: mark });
    const pieces: number[] = [];
    for (let call = 0; call < 4; call++) {
      await rollUpAnalytics(database, { normalForm, conversationsPerCall: 2 });
      pieces.push((await read([site.siteId]))[0]?.replies ?? 0);
    }
    expect(pieces[0]).toBeLessThan(5);
    expect(pieces.at(-1)).toBe(5);
    const { rolledUntil } = await database.analyticsRollUp.findUniqueOrThrow({ where: { id: 1 } });
    expect(rolledUntil.getTime()).toBeGreaterThan(mark.rolledUntil.getTime());
  });

  it('names who resolved it where older resolutions stand in no log of changes', async () => {
    await write(site, [
      { atMs: at('2026-03-02'), payload: wished },
      { atMs: at('2026-03-02', 1), payload: resolved },
      { atMs: at('2026-03-02', 2), payload: wished },
      { atMs: at('2026-03-02', 3), payload: resolved, resolver: ada },
      {
        atMs: at('2026-03-02', 4),
        payload: { type: 'conversation:reopened', by: { name: 'Bo' }, state: 'with_person' },
      },
      { atMs: at('2026-03-02', 5), payload: resolved, resolver: bo },
    ]);
    await rollUp();
    expect(await read([site.siteId])).toMatchObject([
      { name: 'Bo', resolved: 1 },
      { name: null, resolved: 1 },
    ]);
  });
});
