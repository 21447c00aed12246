import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Asked, createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { readEvents } from './conversation-events.ts';
import { findConversationSummary, findListedConversation } from './conversations.ts';
import { emptyWaiting, leaveContact, requestPerson } from './person-requests.ts';

const database = useTestDatabase();
let mine: Asked;

beforeEach(async () => {
  mine = await createAsked(database);
});
const events = (conversationId = mine.conversationId) =>
  readEvents(database, { siteId: mine.siteId, conversationId }, 0, 'customer');
const stateOf = async (conversationId: string) => (await findConversationSummary(database, conversationId))?.state;

describe('a person is asked for', () => {
  it('once, however often it is wished for; agents see that the conversation waits', async () => {
    const wishes = await Promise.all([1, 2, 3].map(() => requestPerson(database, mine, mine.conversationId)));
    expect(wishes.filter(({ change }) => change !== null)).toHaveLength(1);
    expect(await events()).toMatchObject([{ type: 'conversation:person-requested', seq: 1 }]);
    expect(await stateOf(mine.conversationId)).toBe('waiting_for_person');
  });

  it('without a conversation by one that is begun for it, also when the wish is sent twice', async () => {
    const visitorId = await createVisitor(database, mine.siteId);
    const owner = { siteId: mine.siteId, visitorId };
    const [first, second] = await Promise.all([1, 2].map(() => requestPerson(database, owner, undefined)));
    const conversationId = first?.conversationId ?? '';
    expect(second?.conversationId).toBe(conversationId);
    expect(await database.conversation.count({ where: { visitorId } })).toBe(1);
    expect(await events(conversationId)).toHaveLength(1);
    expect(await findListedConversation(database, conversationId)).toMatchObject({
      ...{ state: 'waiting_for_person', messageCount: 0, lastText: '', contactEmail: null },
    });
    // What they write then is part of it.
    const message = { ...owner, conversationId, text: 'It broke' };
    expect(await acceptMessage(database, message)).toMatchObject({ conversationId, seq: 2 });
    // And the next wish without one begins another.
    expect((await requestPerson(database, owner, undefined)).conversationId).not.toBe(conversationId);
  });

  it('by no more of those who write nothing than anybody could look at in a day', async () => {
    const { siteId } = mine;
    await database.$executeRaw`
      INSERT INTO conversation (id, site_id, visitor_id, state)
      SELECT gen_random_uuid(), ${siteId}::uuid, ${mine.visitorId}::uuid, 'waiting_for_person'
        FROM generate_series(1, ${emptyWaiting - 1}::int)`;
    const wish = async () =>
      requestPerson(database, { siteId, visitorId: await createVisitor(database, siteId) }, undefined);
    const { conversationId } = await wish();
    await expect(wish()).rejects.toMatchObject({ code: 'person_limit_reached', retryAfterMs: expect.any(Number) });
    // Who has written something, or is at another site, has their wish.
    await database.conversation.update({ where: { id: mine.conversationId }, data: { lastVisitorSeq: 1 } });
    expect((await requestPerson(database, mine, mine.conversationId)).change).not.toBeNull();
    const other = await createAsked(database);
    const elsewhere = { siteId: other.siteId, visitorId: await createVisitor(database, other.siteId) };
    await requestPerson(database, elsewhere, undefined);
    // Once one of them writes, there is room again.
    await database.conversation.update({ where: { id: conversationId }, data: { lastVisitorSeq: 2 } });
    await wish();
  });

  it('by an agent who tries the bot, where no list shows it', async () => {
    const visitorId = await createVisitor(database, mine.siteId, { sandbox: true });
    const { conversationId } = await requestPerson(database, { siteId: mine.siteId, visitorId }, undefined);
    expect(await findListedConversation(database, conversationId)).toBeNull();
  });
});

it('an address to write to is kept with the conversation, the last one, and agents see it', async () => {
  const leave = (email: string) => leaveContact(database, mine, { conversationId: mine.conversationId, email });
  const changes = await Promise.all([leave('ann@example.org'), leave('ann@example.org')]);
  expect(changes.filter((change) => change !== null)).toHaveLength(1);
  await leave('ann@work.example');
  expect(await events()).toMatchObject([
    { type: 'conversation:contact-left', email: 'ann@example.org' },
    { type: 'conversation:contact-left', email: 'ann@work.example' },
  ]);
  expect(await findConversationSummary(database, mine.conversationId)).toMatchObject({
    contactEmail: 'ann@work.example',
  });
});

it.each<[string, (other: Asked) => { siteId: string; visitorId: string }]>([
  ['another visitor of the site', (other) => ({ siteId: mine.siteId, visitorId: other.visitorId })],
  ['the visitor at another site', (other) => ({ siteId: other.siteId, visitorId: mine.visitorId })],
])('%s can ask for nobody in it, nor leave an address', async (_, owner) => {
  const stranger = owner(await createAsked(database));
  const { conversationId } = mine;
  const unknown = { code: 'conversation_unknown' };
  await expect(requestPerson(database, stranger, conversationId)).rejects.toMatchObject(unknown);
  await expect(leaveContact(database, stranger, { conversationId, email: 'x@evil.example' })).rejects.toMatchObject(
    unknown,
  );
  expect(await events()).toEqual([]);
  expect(await stateOf(conversationId)).toBe('bot');
});

it('a visitor who is gone begins nothing', async () => {
  await expect(requestPerson(database, { ...mine, visitorId: randomUUID() }, undefined)).rejects.toMatchObject({
    code: 'token_invalid',
  });
});
