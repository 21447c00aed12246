import { expect, it } from 'vitest';
import { createAsked } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { introduceVisitor } from '../visitors/visitor-details.ts';
import { touchVisitor } from '../visitors/visitors.ts';
import { readConversationContext } from './conversation-context.ts';
import { resolveConversation } from './conversation-steps.ts';
import { leaveContact } from './person-requests.ts';

const database = useTestDatabase();

it('says whose a conversation is, as far as is known', async () => {
  const mine = await createAsked(database);
  expect(await readConversationContext(database, mine)).toMatchObject({
    visitor: { visitorId: mine.visitorId, name: null, email: null, externalId: null, language: null, page: null },
    ...{ contactEmail: null, earlier: [], earlierCount: 0, files: [] },
  });
  await introduceVisitor(database, mine, { name: 'Ann', email: 'ann@example.org' });
  await touchVisitor(database, mine, { language: 'de-AT', page: 'https://shop.example/ferns' });
  await leaveContact(database, mine, { conversationId: mine.conversationId, email: 'work@example.org' });
  const known = {
    visitor: {
      ...{ name: 'Ann', email: 'ann@example.org', language: 'de-AT', page: 'https://shop.example/ferns' },
      blocked: false,
    },
    contactEmail: 'work@example.org',
  };
  expect(await readConversationContext(database, mine)).toMatchObject(known);
  // What a browser does not tell takes nothing away.
  await touchVisitor(database, mine);
  expect(await readConversationContext(database, mine)).toMatchObject(known);
});

it('names the other conversations of the same visitor, and no one else’s', async () => {
  const mine = await createAsked(database);
  const { siteId, visitorId } = mine;
  const stranger = await createAsked(database);
  const ask = (text: string) => acceptMessage(database, { siteId, visitorId, text });
  const older: { conversationId: string }[] = [];
  for (let count = 0; count < 12; count += 1) older.push(await ask(`question ${count}`));
  const resolved = older[11]?.conversationId ?? '';
  await database.user.create({ data: { id: visitorId, name: 'Ada', email: `${visitorId}@frontdesk.test` } });
  await resolveConversation(database, { siteId, conversationId: resolved, agent: { id: visitorId, name: 'Ada' } });
  const context = await readConversationContext(database, mine);
  expect(context?.earlier).toHaveLength(10);
  expect(context?.earlierCount).toBe(12);
  expect(context?.earlier[0]).toMatchObject({
    ...{ conversationId: resolved, firstText: 'question 11', state: 'resolved' },
  });
  expect((await readConversationContext(database, stranger))?.earlierCount).toBe(0);
  expect(await readConversationContext(database, { ...mine, siteId: stranger.siteId })).toBeNull();
});

it('names the files that were sent, the newest first; one that waits for its message is nobody’s business', async () => {
  const mine = await createAsked(database);
  const { siteId, visitorId, conversationId } = mine;
  const { id: messageId } = await database.message.create({ data: { ...mine, role: 'visitor', text: '' } });
  const file = (name: string, day: number, state: 'sent' | 'ready' = 'sent') => ({
    ...{ siteId, visitorId, name, type: 'text/plain', bytes: 7, state, createdAt: new Date(Date.UTC(2026, 0, day)) },
    ...(state === 'sent' ? { conversationId, messageId } : {}),
  });
  await database.attachment.createMany({ data: [file('one', 1), file('two', 2), file('unsent', 3, 'ready')] });
  const { files } = (await readConversationContext(database, mine)) ?? {};
  expect(files).toMatchObject([
    { name: 'two', type: 'text/plain', bytes: 7, conversationId, sentAt: '2026-01-02T00:00:00.000Z' },
    { name: 'one' },
  ]);
});
