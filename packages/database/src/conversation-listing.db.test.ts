import { randomUUID } from 'node:crypto';
import type { ConversationView } from '@frontdesk/protocol';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database } from './client.ts';
import { resolveConversation, snoozeConversation, takeOver } from './conversation-steps.ts';
import { countConversations, listConversations } from './conversations.ts';
import { acceptMessage } from './messages.ts';
import { createVisitor } from './visitors.ts';

let database: Database;
let siteId: string;
let ada: { id: string; name: string };

beforeAll(() => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
});
afterAll(() => database.$disconnect());
beforeEach(async () => {
  siteId = await createSite();
  ada = { id: randomUUID(), name: 'Ada' };
  await database.user.create({ data: { ...ada, email: `${ada.id}@frontdesk.test` } });
});

async function createSite(): Promise<string> {
  const data = { key: randomUUID(), name: 'Test', greeting: 'Hi', colour: '#000000' };
  return (await database.site.create({ data })).id;
}
async function write(text: string, site = siteId) {
  const visitorId = await createVisitor(database, site);
  const { conversationId } = await acceptMessage(database, {
    ...{ siteId: site, visitorId, clientMessageId: randomUUID(), text },
    ...{ receivedAt: new Date(), deadlineAt: new Date(Date.now() + 60_000) },
  });
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
  const counts = { mine: 1, unassigned: 1, waiting: 1, bot: 1 };
  expect(await countConversations(database, { siteId, userId: ada.id })).toEqual(counts);
  expect(await countConversations(database, { siteId: await createSite(), userId: ada.id })).toEqual({
    ...{ mine: 0, unassigned: 0, waiting: 0, bot: 0 },
  });
});

it.each<[string, string[]]>([
  ['parcel', ['Where is my PARCEL?']],
  ['par wher', ['Where is my PARCEL?']],
  ['parcel refund', []],
  ['ann@example.org', ['Write to ann@example.org']],
  ['gift-card', ['A gift-card, please']],
  ["it's", ["It's late"]],
  ["' | ! & :* <-> \\ (", []],
  ['возврат', ['Как оформить возврат?']],
])('%j finds the messages that have all of its words, or begin with them', async (search, found) => {
  for (const text of ['Where is my PARCEL?', 'Write to ann@example.org', 'A gift-card, please', "It's late"]) {
    await write(text);
  }
  await write('Как оформить возврат?');
  await write('The parcel of another site', await createSite());
  expect(await texts('all', search)).toEqual(found);
});

it('pages follow each other without a gap or a repeat, also where rows have the same time', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 60; count += 1) ids.push((await write('Hello')).conversationId);
  await database.conversation.updateMany({ where: { siteId }, data: { lastActivityAt: new Date(0) } });
  const first = await listConversations(database, { siteId, userId: ada.id });
  const last = first.conversations.at(-1);
  if (!last) throw new Error('nothing is listed');
  const { conversationId } = last;
  const before = { lastActivityAt: new Date(last.lastActivityAt), conversationId };
  const second = await listConversations(database, { siteId, userId: ada.id, before });
  expect([first.more, second.more]).toEqual([true, false]);
  const listed = [...first.conversations, ...second.conversations].map((one) => one.conversationId);
  expect(listed.toSorted()).toEqual(ids.toSorted());
});
