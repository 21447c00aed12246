import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { endPresence, renewPresence, setAway } from '../team/agents.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { toldBy } from '../testing/told-by.ts';
import { untilWaiting } from '../testing/until-waiting.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { readEvents } from './conversation-events.ts';
import {
  assignConversation,
  handBack,
  reopenConversation,
  replyAsAgent,
  resolveConversation,
  snoozeConversation,
  takeOver,
} from './conversation-steps.ts';
import { findConversationSummary } from './conversations.ts';
import { absenceMs, untouchedMs } from './left-waiting.ts';
import { leaveContact, requestPerson } from './person-requests.ts';
import { assignWaiting, releaseFromFormer, releaseLeftWaiting, wakeSnoozed } from './service-steps.ts';

const database = useTestDatabase();
let siteId: string;
let visitorId: string;
let conversationId: string;
let ada: { id: string; name: string };

beforeEach(async () => {
  siteId = await newSite(database);
  visitorId = await createVisitor(database, siteId);
  ({ conversationId } = await requestPerson(database, { siteId, visitorId }, undefined));
  ada = await createAgent('Ada');
});

async function createAgent(name: string): Promise<{ id: string; name: string }> {
  const agent = { id: randomUUID(), name };
  const memberships = { create: { siteId, role: 'agent' as const } };
  await database.user.create({ data: { ...agent, email: `${agent.id}@frontdesk.test`, memberships } });
  await isThere(agent);
  return agent;
}
const isThere = ({ id }: { id: string }) => renewPresence(database, [{ userId: id, siteId }]);
const change = (agent = ada) => ({ siteId, conversationId, agent });
const write = (text: string) => acceptMessage(database, { siteId, visitorId, text, conversationId });
/** Another conversation that waits, and is nobody's, though Ada is there. */
async function begin(): Promise<string> {
  await setAway(database, { userId: ada.id, away: true });
  const visitor = await createVisitor(database, siteId);
  const begun = await requestPerson(database, { siteId, visitorId: visitor }, undefined);
  await setAway(database, { userId: ada.id, away: false });
  await isThere(ada);
  return begun.conversationId;
}
/** All that has happened so far happened so long ago. */
async function pass(ms = absenceMs + 60_000): Promise<void> {
  const by = `${ms} milliseconds`;
  await database.$executeRaw`
    UPDATE conversation SET waiting_since = waiting_since - ${by}::interval, assigned_at = assigned_at - ${by}::interval
     WHERE id = ${conversationId}::uuid`;
  await database.$executeRaw`UPDATE agent_presence SET seen_at = seen_at - ${by}::interval WHERE site_id = ${siteId}::uuid`;
}
async function wake(): Promise<void> {
  await database.conversation.update({ where: { id: conversationId }, data: { snoozedUntil: new Date(0) } });
  await wakeSnoozed(database, () => {});
}
const assign = (options?: { came: boolean }) => toldBy((tell) => assignWaiting(database, [siteId], tell, options));
const release = async () =>
  (await toldBy((tell) => releaseLeftWaiting(database, tell))).filter((one) => one.conversationId === conversationId);
const events = (audience: 'customer' | 'agents') => readEvents(database, { siteId, conversationId }, 0, audience);
const summary = () => findConversationSummary(database, conversationId);

it('a conversation of an agent who is gone waits for a person again, as customer and agents are told', async () => {
  await takeOver(database, change());
  await endPresence(database, { userId: ada.id, siteId });
  expect(await release()).toEqual([]);
  await pass();
  const [released] = await release();
  const left = { type: 'conversation:released', from: { name: 'Ada' }, seq: released?.seq };
  expect((await events('customer')).at(-1)).toMatchObject(left);
  expect((await events('agents')).at(-1)).toMatchObject(left);
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: null });
  // It waits since it has waited, and is answered by the bot meanwhile.
  expect(Date.parse((await summary())?.waitingSince ?? '')).toBeLessThan(Date.now() - absenceMs);
  expect((await write('Hello?')).generationId).not.toBe('');
  expect(await release()).toEqual([]);
  await isThere(ada);
  expect(await assign()).toMatchObject([{ conversationId }]);
});

it('it goes to who is there, of several to one, however often it is looked for at the same time', async () => {
  await takeOver(database, change());
  await pass();
  const bo = await createAgent('Bo');
  const changes = await Promise.all([release(), release(), release()]);
  expect(changes.flat()).toHaveLength(1);
  expect((await events('agents')).slice(-2)).toMatchObject([
    { type: 'conversation:released', from: { name: 'Ada' } },
    { type: 'conversation:assigned', by: null, assignee: bo, seq: changes.flat()[0]?.seq },
  ]);
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: bo });
});

it('what is given to who comes stays where it was in the inbox', async () => {
  const before = await summary();
  expect(await assign()).toHaveLength(1);
  expect(await summary()).toMatchObject({ assignee: ada, lastActivityAt: before?.lastActivityAt });
});

it('who says that they are away is not there, whatever is open', async () => {
  await takeOver(database, change());
  await setAway(database, { userId: ada.id, away: true });
  await pass();
  await isThere(ada);
  expect(await release()).toHaveLength(1);
});

it('what an agent who has taken over makes nobody’s waits for a person again, and the bot answers meanwhile', async () => {
  await takeOver(database, change());
  await assignConversation(database, { ...change(), assignee: null });
  expect((await events('customer')).at(-1)).toMatchObject({ type: 'conversation:released', from: { name: 'Ada' } });
  expect((await events('agents')).at(-1)).toMatchObject({ type: 'conversation:assigned', by: ada, assignee: null });
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: null });
  expect(await assign()).toEqual([]);
  expect((await write('Hello?')).generationId).not.toBe('');
  expect(await assign()).toMatchObject([{ conversationId }]);
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: ada });
});

it('whoever replies where a person answers, and nobody is that person, takes it', async () => {
  await takeOver(database, change());
  // As the version before left it.
  await database.conversation.update({ where: { id: conversationId }, data: { assigneeId: null } });
  await replyAsAgent(database, { ...change(), clientMessageId: randomUUID(), text: 'I am here.' });
  expect(await summary()).toMatchObject({ state: 'with_person', assignee: ada });
});

it('what is deleted while those before it are given to who is there keeps nobody from hearing of these', async () => {
  const second = await begin();
  const assigned = await database.$transaction(
    async (other) => {
      await other.$queryRaw`SELECT FROM visitor WHERE id = ${visitorId}::uuid FOR UPDATE`;
      const assigning = assign();
      await untilWaiting(other, 1);
      await database.conversation.delete({ where: { id: second } });
      return { assigning };
    },
    { timeout: 30_000 },
  );
  expect(await assigned.assigning).toMatchObject([{ conversationId }]);
  expect(await summary()).toMatchObject({ assignee: ada });
});

it('what fails in one keeps none of the others from theirs, and is told at the end', async () => {
  const second = await begin();
  const told: string[] = [];
  const assigning = assignWaiting(database, [siteId], (change) => {
    told.push(change.conversationId);
    if (told.length === 1) throw new Error('nobody listens');
  });
  await expect(assigning).rejects.toThrow('nobody listens');
  expect(told).toEqual([conversationId, second]);
});

it('of one that was only assigned no customer is told', async () => {
  await assignConversation(database, { ...change(), assignee: ada });
  const before = (await events('customer')).length;
  await pass();
  expect(await release()).toHaveLength(1);
  expect(await events('customer')).toHaveLength(before);
  expect((await events('agents')).at(-1)).toMatchObject({ type: 'conversation:released' });
});

it('what somebody was given who looked in for a moment is nobody’s again some minutes later, and goes to who comes', async () => {
  const before = await summary();
  const told = await events('customer');
  expect(await assign({ came: true })).toHaveLength(1);
  await endPresence(database, { userId: ada.id, siteId });
  await pass(untouchedMs - 60_000);
  expect(await release()).toEqual([]);
  await pass(60_000);
  const changes = await Promise.all([release(), release()]);
  expect(changes.flat()).toHaveLength(1);
  expect((await events('agents')).at(-1)).toMatchObject({ type: 'conversation:released', from: { name: 'Ada' } });
  expect(await events('customer')).toEqual(told);
  // In the inbox it stays where it was.
  const { lastActivityAt } = before ?? {};
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: null, lastActivityAt });
  const bo = await createAgent('Bo');
  expect(await assign({ came: true })).toHaveLength(1);
  expect(await summary()).toMatchObject({ assignee: bo });
});

it('it goes at once to who is there already', async () => {
  await assign();
  await pass(untouchedMs);
  const bo = await createAgent('Bo');
  expect(await release()).toHaveLength(1);
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: bo });
});

const given = () => assign({ came: true });
const reply = () => replyAsAgent(database, { ...change(), clientMessageId: randomUUID(), text: 'I look into it.' });
const reopened = async () => {
  await resolveConversation(database, change());
  await reopenConversation(database, { ...change(), to: 'waiting_for_person' });
};
it.each<[string, () => Promise<unknown>]>([
  ['a person chose', () => assignConversation(database, { ...change(), assignee: ada })],
  [
    'a person gave back to them',
    async () => {
      await given();
      const bo = { id: randomUUID(), name: 'Bo' };
      await database.user.create({ data: { ...bo, email: `${bo.id}@frontdesk.test` } });
      await assignConversation(database, { ...change(), assignee: bo });
      await assignConversation(database, { ...change(bo), assignee: ada });
    },
  ],
  ['somebody has taken over', () => given().then(() => takeOver(database, change()))],
  [
    'has been answered since, whatever its customer writes then',
    async () => {
      await given();
      await reply();
      await write('Thank you!');
    },
  ],
  [
    'was answered before it was resolved and reopened',
    async () => {
      await given();
      await reply();
      await reopened();
    },
  ],
  [
    'was answered after a snooze',
    async () => {
      await given();
      await snoozeConversation(database, { ...change(), until: new Date(Date.now() + 60_000) });
      await wake();
      await reply();
      await reopened();
    },
  ],
])('what %s stays with whoever has left for as long as anything does', async (_what, happens) => {
  await happens();
  await pass(absenceMs - 60_000);
  expect(await release()).toEqual([]);
  await pass(60_000);
  expect(await release()).toHaveLength(1);
});

it('what somebody was given stays theirs while another page of theirs is open, at whatever gateway', async () => {
  await given();
  await pass(untouchedMs);
  await isThere(ada);
  await endPresence(database, { userId: ada.id, siteId });
  expect(await release()).toEqual([]);
  expect(await summary()).toMatchObject({ assignee: ada });
});

it.each<[string, () => Promise<unknown>]>([
  ['who is there', () => isThere(ada)],
  ['who has answered', () => replyAsAgent(database, { ...change(), clientMessageId: randomUUID(), text: 'Done.' })],
  ['who has resolved it', () => resolveConversation(database, change())],
  [
    'who was given it just now',
    () => createAgent('Cy').then((cy) => takeOver(database, { ...change(cy), from: ada.id })),
  ],
])('nothing is taken from %s', async (_who, does) => {
  await takeOver(database, change());
  await pass();
  await does();
  expect(await release()).toEqual([]);
});

it('who has answered is left what the customer writes then, for as long', async () => {
  await replyAsAgent(database, { ...change(), clientMessageId: randomUUID(), text: 'I look into it.' });
  await pass();
  await write('Thank you!');
  expect(await release()).toEqual([]);
  await pass();
  expect(await release()).toHaveLength(1);
});

it.each<[string, () => Promise<unknown>]>([
  ['is a member no more', () => database.membership.delete({ where: { userId_siteId: { userId: ada.id, siteId } } })],
  [
    'is a viewer from now on',
    () =>
      database.membership.update({ where: { userId_siteId: { userId: ada.id, siteId } }, data: { role: 'viewer' } }),
  ],
])('who %s has no conversation any more: it goes to who is there', async (_who, does) => {
  const former = () => toldBy((tell) => releaseFromFormer(database, { siteId, userId: ada.id }, tell));
  await takeOver(database, change());
  expect(await former()).toEqual([]);
  await does();
  expect(await former()).toMatchObject([{ conversationId }]);
  expect(await former()).toEqual([]);
  expect((await events('customer')).at(-1)).toMatchObject({ type: 'conversation:released', from: { name: 'Ada' } });
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: null });
});

it('what somebody who was removed had snoozed comes back as nobody’s', async () => {
  await takeOver(database, change());
  await snoozeConversation(database, { ...change(), until: new Date(Date.now() + 60_000) });
  await database.membership.delete({ where: { userId_siteId: { userId: ada.id, siteId } } });
  const bo = await createAgent('Bo');
  expect(await toldBy((tell) => releaseFromFormer(database, { siteId, userId: ada.id }, tell))).toMatchObject([
    { conversationId },
  ]);
  expect(await summary()).toMatchObject({ state: 'snoozed', assignee: null });
  await wake();
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: bo });
});

it('what the bot has, and was given to somebody who was removed, is nobody’s: it goes to who is there once a person is wanted', async () => {
  await handBack(database, change());
  await assignConversation(database, { ...change(), assignee: ada });
  await database.membership.delete({ where: { userId_siteId: { userId: ada.id, siteId } } });
  const bo = await createAgent('Bo');
  expect(await toldBy((tell) => releaseFromFormer(database, { siteId, userId: ada.id }, tell))).toMatchObject([
    { conversationId },
  ]);
  expect((await events('agents')).at(-1)).toMatchObject({ type: 'conversation:assigned', by: null, assignee: null });
  expect(await summary()).toMatchObject({ state: 'bot', assignee: null });
  await requestPerson(database, { siteId, visitorId }, conversationId);
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: bo });
});

it.each([
  ['goes on with the bot', undefined, 'bot'],
  ['waits for a person, and goes to who is there', 'with_person', 'waiting_for_person'],
] as const)(
  'what somebody who was removed had resolved is nobody’s once it is reopened: it %s',
  async (_what, to, state) => {
    await takeOver(database, change());
    await resolveConversation(database, change());
    await database.membership.delete({ where: { userId_siteId: { userId: ada.id, siteId } } });
    const bo = await createAgent('Bo');
    expect(await toldBy((tell) => releaseFromFormer(database, { siteId, userId: ada.id }, tell))).toEqual([]);
    await reopenConversation(database, { ...change(bo), to });
    expect(await summary()).toMatchObject({ state, assignee: null });
    await assign();
    expect(await summary()).toMatchObject({ state, assignee: to ? bo : null });
  },
);

it('who wishes for a person after a resolution is given to who is there, and not to who has resolved it', async () => {
  await takeOver(database, change());
  await resolveConversation(database, change());
  await setAway(database, { userId: ada.id, away: true });
  const bo = await createAgent('Bo');
  await requestPerson(database, { siteId, visitorId }, conversationId);
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: bo });
});

it('what was snoozed, and is nobody’s, wakes as theirs who is there', async () => {
  await snoozeConversation(database, { ...change(), until: new Date(Date.now() + 60_000) });
  await wake();
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: ada });
});

it('what a snooze’s customer has brought back goes to who is there; what an agent makes nobody’s, once more happens in it, or somebody comes', async () => {
  const nobodys = () => assignConversation(database, { ...change(), assignee: null });
  const assigned = [{ conversationId }];
  await snoozeConversation(database, { ...change(), until: new Date(Date.now() + 60_000) });
  await write('Are you there?');
  expect(await assign()).toMatchObject(assigned);
  await nobodys();
  expect(await assign()).toEqual([]);
  expect(await assign({ came: true })).toMatchObject(assigned);
  await nobodys();
  await leaveContact(database, { siteId, visitorId }, { conversationId, email: 'ann@example.org' });
  expect(await assign()).toMatchObject(assigned);
  expect(await summary()).toMatchObject({ state: 'waiting_for_person', assignee: ada });
});
