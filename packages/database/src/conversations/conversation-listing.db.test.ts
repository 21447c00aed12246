import { randomUUID } from 'node:crypto';
import { type ConversationSort, type ConversationView, isUnread } from '@frontdesk/protocol';
import { beforeEach, expect, it } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { countConversations, listConversations, listTags, markSeen } from './conversation-listing.ts';
import {
  addNote,
  assignConversation,
  handBack,
  replyAsAgent,
  resolveConversation,
  snoozeConversation,
  tagConversation,
  takeOver,
} from './conversation-steps.ts';
import { findListedConversation } from './conversations.ts';

const database = useTestDatabase();
let siteId: string;
let ada: { id: string; name: string };

beforeEach(async () => {
  siteId = await createSite();
  ada = { id: randomUUID(), name: 'Ada' };
  await database.user.create({ data: { ...ada, email: `${ada.id}@frontdesk.test` } });
});

const createSite = () => newSite(database);
async function write(text: string, site = siteId) {
  const visitorId = await createVisitor(database, site);
  const { conversationId } = await acceptMessage(database, { siteId: site, visitorId, text });
  return { siteId: site, conversationId, agent: ada };
}
const texts = async (view: ConversationView, search = '') => {
  const { conversations } = await listConversations(database, { siteId, userId: ada.id, view, search });
  return conversations.map(({ lastText }) => lastText);
};

it('views hold what they say, newest first, and are counted', async () => {
  await write('with the bot');
  await takeOver(database, await write('mine'));
  await database.conversation.update({
    where: { id: (await write('waiting')).conversationId },
    data: { state: 'waiting_for_person' },
  });
  await resolveConversation(database, await write('resolved'));
  const later = await write('snoozed');
  await takeOver(database, later);
  await snoozeConversation(database, { ...later, until: new Date(Date.now() + 60_000) });
  expect(await texts('bot')).toEqual(['with the bot']);
  expect(await texts('mine')).toEqual(['mine']);
  expect(await texts('waiting')).toEqual(['waiting']);
  expect(await texts('unassigned')).toEqual(['waiting']);
  expect(await texts('resolved')).toEqual(['resolved']);
  expect(await texts('snoozed')).toEqual(['snoozed']);
  expect(await texts('all')).toHaveLength(5);
  expect(await countConversations(database, { siteId, userId: ada.id })).toEqual({
    counts: { mine: 1, unassigned: 1, waiting: 1, bot: 1 },
    unread: { mine: 1, unassigned: 1, waiting: 1 },
  });
  expect(await countConversations(database, { siteId: await createSite(), userId: ada.id })).toEqual({
    counts: { mine: 0, unassigned: 0, waiting: 0, bot: 0 },
    unread: { mine: 0, unassigned: 0, waiting: 0 },
  });
});

it.each<[string, string[]]>([
  ['parcel', ['Where is my PARCEL?']],
  ['par wher', ['Where is my PARCEL?']],
  ['parcel refund', []],
  ['ann@example.org', ['Write to ann@example.org']],
  ['gift-card', ['A gift-card, please']],
  ["it's", ["It's late"]],
  ['don’t', ['I don’t know “hello”…']],
  ["don't", ['I don’t know “hello”…']],
  ['“hello”', ['I don’t know “hello”…']],
  ['hello', ['I don’t know “hello”…']],
  ["' | ! & :* <-> \\ (", []],
  ['возврат', ['Как оформить возврат?']],
])('%j finds the messages that have all of its words, or begin with them', async (search, found) => {
  for (const text of ['Where is my PARCEL?', 'Write to ann@example.org', 'A gift-card, please', "It's late"]) {
    await write(text);
  }
  await write('Как оформить возврат?');
  await write('I don’t know “hello”…');
  await write('The parcel of another site', await createSite());
  expect(await texts('all', search)).toEqual(found);
});

it('what is found says where: in the newest message or note with all of the words; a customer’s name stands in the row anyway', async () => {
  const found = async (search: string) => {
    const { conversations } = await listConversations(database, { siteId, userId: ada.id, search });
    return conversations.map(({ match }) => match);
  };
  const asked = await write('Where is my parcel?');
  const noteId = randomUUID();
  await addNote(database, { ...asked, noteId, text: 'The “parcel” is lost' });
  await addNote(database, { ...asked, noteId: randomUUID(), text: 'Be kind' });
  const clientMessageId = randomUUID();
  await replyAsAgent(database, { ...asked, clientMessageId, text: 'It is lost' });
  expect(await found('parcel lost')).toEqual([
    {
      id: noteId,
      by: 'note',
      excerpt: 'The “parcel” is lost',
      marks: [
        [5, 11],
        [16, 20],
      ],
    },
  ]);
  expect(await found('lost')).toEqual([{ id: clientMessageId, by: 'agent', excerpt: 'It is lost', marks: [[6, 10]] }]);
  expect(await found('kind where')).toEqual([]);
  await database.visitor.updateMany({ where: { siteId }, data: { name: 'Zoë' } });
  expect(await found('zoë')).toEqual([undefined]);
  // A note of another site is found there alone.
  const site = await createSite();
  await addNote(database, { ...(await write('Hello', site)), noteId: randomUUID(), text: 'parcel lost' });
  expect(await found('parcel lost')).toHaveLength(1);
});

it.each<[string, string[]]>([
  ['ann', ['ann', 'ann too']],
  ['BAKER ann', ['ann']],
  ['ann@shop', ['ann']],
  ['shop.example', ['ann', 'left']],
  ['o.hara', ['left']],
  ["d'arcy", ['darcy']],
  ['jean-l', ['darcy']],
  ['ann darcy', []],
  ['@', []],
  ['. - +', []],
])('%j finds customers whose name and address have all of its words', async (search, found) => {
  const called = async (text: string, data: { name?: string; email?: string }, site = siteId) => {
    const { conversationId } = await write(text, site);
    const { visitorId } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    await database.visitor.update({ where: { id: visitorId }, data });
    return conversationId;
  };
  const left = await called('left', {});
  await database.conversation.update({ where: { id: left }, data: { contactEmail: 'm.o.hara@shop.example' } });
  await called('darcy', { name: 'Jean-Luc D’Arcy' });
  await write('ann too');
  await called('ann', { name: 'Ann Baker', email: 'ann@shop.example' });
  await called('elsewhere', { name: 'Ann Baker', email: 'ann@shop.example' }, await createSite());
  expect((await texts('all', search)).toSorted()).toEqual(found.toSorted());
});

it.each<[string, string[]]>([
  ['CUST_4711', ['known']],
  ['cust_4711', ['known']],
  ['cust_47', ['known', 'known too']],
  ['cust_4711 ', ['known']],
  ['custX47', []],
  ['4711', []],
  ['auth0|5f7c8e', ['signed']],
  ['%', []],
  ['\\', []],
  ['\0', []],
])('%j finds customers whom their site calls so, or whose id there begins like that', async (search, found) => {
  const called = async (text: string, externalId: string, site = siteId) => {
    const { conversationId } = await write(text, site);
    const { visitorId } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    await database.visitor.update({ where: { id: visitorId }, data: { externalId } });
  };
  await called('known', 'CUST_4711');
  await called('known too', 'CUST_4700');
  await called('signed', 'auth0|5f7c8ec7c33c6c004bbafe82');
  await called('elsewhere', 'CUST_4711', await createSite());
  await write('anonymous');
  expect((await texts('all', search)).toSorted()).toEqual(found.toSorted());
});

it('a customer without a name is found by the one that the list shows', async () => {
  const { conversationId } = await write('Hello');
  await write('Somebody else');
  const { visitorId } = await database.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  const shown = visitorId.slice(-4);
  for (const search of [shown, `Visitor ${shown}`, ` visitor  ${shown.toUpperCase()}`]) {
    expect(await texts('all', search)).toEqual(['Hello']);
  }
  expect(await texts('all', `visitors ${shown}`)).toEqual([]);
  expect(await texts('all', visitorId.slice(-5, -1))).toEqual([]);
  // Who has a name is shown by it.
  await database.visitor.update({ where: { id: visitorId }, data: { name: 'Ann' } });
  expect(await texts('all', `Visitor ${shown}`)).toEqual([]);
});

it('what is snoozed comes by when it is back, page by page', async () => {
  const minuteMs = 60_000;
  const ids: string[] = [];
  for (let count = 0; count < 60; count += 1) ids.push((await write(`${count}`)).conversationId);
  // Some until the same moment; the page ends among them.
  for (const [index, id] of ids.entries()) {
    const snoozedUntil = new Date(Date.now() + Math.ceil(((index * 7) % 60) / 20) * minuteMs);
    await database.conversation.update({ where: { id }, data: { state: 'snoozed', snoozedUntil } });
  }
  const list = (before?: { at: Date; conversationId: string }) =>
    listConversations(database, { siteId, userId: ada.id, view: 'snoozed', sort: 'waking', before });
  const first = await list();
  const last = first.conversations.at(-1);
  const { conversationId = '', snoozedUntil } = last ?? {};
  const second = await list({ at: new Date(snoozedUntil ?? 0), conversationId });
  expect([first.more, second.more]).toEqual([true, false]);
  const listed = [...first.conversations, ...second.conversations];
  expect(listed.map((one) => one.conversationId).toSorted()).toEqual(ids.toSorted());
  const times = listed.map((one) => one.snoozedUntil ?? '');
  expect(times).toEqual(times.toSorted());
});

it.each<ConversationSort>(['newest', 'oldest', 'waiting'])(
  'pages follow each other without a gap or a repeat, also where rows have the same time (%s first)',
  async (sort) => {
    const ids: string[] = [];
    for (let count = 0; count < 60; count += 1) ids.push((await write('Hello')).conversationId);
    await database.conversation.updateMany({ where: { siteId }, data: { lastActivityAt: new Date(0) } });
    // Of those who wait, some since the same moment; the page ends among them.
    await database.conversation.updateMany({
      where: { id: { in: ids.slice(0, 55) } },
      data: { state: 'waiting_for_person' },
    });
    await database.conversation.updateMany({
      where: { id: { in: ids.slice(0, 55) } },
      data: { waitingSince: new Date(0) },
    });
    const first = await listConversations(database, { siteId, userId: ada.id, sort });
    const last = first.conversations.at(-1);
    if (!last) throw new Error('nothing is listed');
    const { conversationId, waitingSince, lastActivityAt } = last;
    const at = sort === 'waiting' ? (waitingSince ?? null) : lastActivityAt;
    const before = { at: at === null ? null : new Date(at), conversationId };
    const second = await listConversations(database, { siteId, userId: ada.id, sort, before });
    expect([first.more, second.more]).toEqual([true, false]);
    const listed = [...first.conversations, ...second.conversations];
    expect(listed.map((one) => one.conversationId).toSorted()).toEqual(ids.toSorted());
    if (sort === 'waiting') expect(listed.findIndex(({ state }) => state === 'bot')).toBe(55);
  },
);

it('pages go on among those who do not wait', async () => {
  for (let count = 0; count < 60; count += 1) await write(`${count}`);
  const first = await listConversations(database, { siteId, userId: ada.id, sort: 'waiting' });
  const before = { at: null, conversationId: first.conversations.at(-1)?.conversationId };
  const second = await listConversations(database, { siteId, userId: ada.id, sort: 'waiting', before });
  expect(second.conversations).toHaveLength(10);
});

it('a customer waits from when a person is wanted until that person speaks, and again once they have written since', async () => {
  const mine = await write('Hello');
  const waiting = async () => (await findListedConversation(database, mine.conversationId))?.waitingSince ?? null;
  const say = () => replyAsAgent(database, { ...mine, clientMessageId: randomUUID(), text: 'Here I am' });
  expect(await waiting()).toBeNull();
  const change = (state: 'waiting_for_person' | 'bot') =>
    database.conversation.update({ where: { id: mine.conversationId }, data: { state } });
  await change('waiting_for_person');
  const since = await waiting();
  expect(since).not.toBeNull();
  // To come is not to speak, and to ask again is not to wait anew.
  await takeOver(database, mine);
  const { visitorId } = await database.conversation.findUniqueOrThrow({ where: { id: mine.conversationId } });
  const writeAgain = () =>
    acceptMessage(database, { siteId, visitorId, conversationId: mine.conversationId, text: 'Hello?' });
  await writeAgain();
  expect(await waiting()).toBe(since);
  await say();
  expect(await waiting()).toBeNull();
  await writeAgain();
  expect(await waiting()).not.toBeNull();
  await handBack(database, mine);
  expect(await waiting()).toBeNull();
});

it('who waits longest comes first, the oldest activity first, or the newest', async () => {
  const [one, two] = [await write('one'), await write('two')];
  await write('three');
  const since = (conversationId: string, waitingSince: Date) =>
    database.conversation.update({ where: { id: conversationId }, data: { waitingSince } });
  for (const { conversationId } of [two, one]) {
    await database.conversation.update({ where: { id: conversationId }, data: { state: 'waiting_for_person' } });
  }
  await since(one.conversationId, new Date(2_000));
  await since(two.conversationId, new Date(1_000));
  const sorted = async (sort: ConversationSort) =>
    (await listConversations(database, { siteId, userId: ada.id, sort })).conversations.map(({ lastText }) => lastText);
  expect(await sorted('waiting')).toEqual(['two', 'one', 'three']);
  expect(await sorted('oldest')).toEqual(['one', 'two', 'three']);
  expect(await sorted('newest')).toEqual(['three', 'two', 'one']);
});

it('they are found by tag and by whose they are', async () => {
  const [one, two] = [await write('one'), await write('two')];
  await write('three');
  await tagConversation(database, { ...one, tags: ['refund', 'vip'] });
  await tagConversation(database, { ...two, tags: ['vip'] });
  await assignConversation(database, { ...two, assignee: ada });
  const found = async (filter: { tag?: string; assigneeId?: string | null }) =>
    (await listConversations(database, { siteId, userId: ada.id, ...filter })).conversations
      .map(({ lastText }) => lastText)
      .toSorted();
  expect(await found({ tag: 'vip' })).toEqual(['one', 'two']);
  expect(await found({ tag: 'refund' })).toEqual(['one']);
  expect(await found({ tag: 'vi' })).toEqual([]);
  expect(await found({ assigneeId: ada.id })).toEqual(['two']);
  expect(await found({ assigneeId: null })).toEqual(['one', 'three']);
  expect(await found({ tag: 'vip', assigneeId: null })).toEqual(['one']);
  expect(await listTags(database, siteId)).toEqual(['refund', 'vip']);
  expect(await listTags(database, await createSite())).toEqual([]);
});

it('what an agent has had in view is read, for that agent alone, until the customer writes again', async () => {
  const mine = await write('Hello');
  const { conversationId } = mine;
  const bob = { id: randomUUID(), name: 'Bob' };
  await database.user.create({ data: { ...bob, email: `${bob.id}@frontdesk.test` } });
  const unreadBy = async (userId: string) => {
    const { conversations } = await listConversations(database, { siteId, userId, unread: true });
    const { unread } = await countConversations(database, { siteId, userId });
    const listed = await findListedConversation(database, conversationId);
    if (!listed) throw new Error('it is not listed');
    // The page decides by the same rule, from the row.
    expect(isUnread(listed, userId)).toBe(conversations.length > 0);
    expect(unread.waiting).toBe(conversations.length);
    return conversations.length > 0;
  };
  // The bot reads what is said to it.
  expect(await unreadBy(ada.id)).toBe(false);
  await database.conversation.update({ where: { id: conversationId }, data: { state: 'waiting_for_person' } });
  expect(await unreadBy(ada.id)).toBe(true);
  const { lastVisitorSeq = 0, lastSeq = 0 } = (await findListedConversation(database, conversationId)) ?? {};
  const seen = (seq: number, site = siteId) =>
    markSeen(database, { siteId: site, conversationId, userId: ada.id, seq });
  expect(await seen(lastVisitorSeq)).toBe(lastVisitorSeq);
  expect([await unreadBy(ada.id), await unreadBy(bob.id)]).toEqual([false, true]);
  // Neither back, nor beyond the log's end, nor from another site.
  expect(await seen(0)).toBe(lastVisitorSeq);
  expect(await seen(1_000)).toBe(lastSeq);
  expect(await seen(1, await createSite())).toBeNull();
  await database.conversation.update({ where: { id: conversationId }, data: { lastVisitorSeq: lastSeq + 1 } });
  expect(await unreadBy(ada.id)).toBe(true);
});
