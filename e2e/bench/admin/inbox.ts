import { randomUUID } from 'node:crypto';
import {
  countConversations,
  type Database,
  findListedConversation,
  listConversations,
  listTags,
  readConversationContext,
} from '@frontdesk/database';
import { conversationSort, conversationView } from '@frontdesk/protocol';
import type { AdminCase } from '../admin.ts';

/** The inbox of the largest site, as an agent works in it: of those that people had to do with some are theirs, some are read, some have tags. */
export async function inboxCases(database: Database, siteIds: readonly string[]): Promise<AdminCase[]> {
  const [siteId = ''] = siteIds;
  const userId = randomUUID();
  await seedWork(database, userId);
  const list = (more: Omit<Parameters<typeof listConversations>[1], 'siteId' | 'userId'>) => () =>
    listConversations(database, { siteId, userId, ...more });
  const [conversation] = (await list({})()).conversations;
  const { conversationId = '' } = conversation ?? {};
  const deep = await nthPage(database, { siteId, userId }, 200);
  return [
    ...conversationView.options.map((view) => ({ name: `inbox, view ${view}`, run: list({ view }) })),
    ...conversationSort.options
      .filter((sort) => sort !== 'newest')
      .map((sort) => ({ name: `inbox, ${sort} first`, run: list({ sort }) })),
    { name: 'inbox, 200 pages down', run: list({ before: deep }) },
    { name: 'inbox, a tag that few have', run: list({ tag: 'rare' }) },
    { name: 'inbox, a tag that many have', run: list({ tag: 'refund' }) },
    { name: 'inbox, somebody’s', run: list({ assigneeId: userId }) },
    { name: 'inbox, unread', run: list({ unread: true }) },
    { name: 'inbox, unread, waiting longest', run: list({ unread: true, sort: 'waiting' }) },
    {
      name: 'inbox, nothing left unread',
      run: () => listConversations(database, { siteId, userId, view: 'mine', unread: true }),
    },
    { name: 'inbox, counts', run: () => countConversations(database, { siteId, userId }) },
    { name: 'inbox, tags', run: () => listTags(database, siteId) },
    { name: 'inbox, a word that is everywhere', run: list({ search: 'return' }) },
    { name: 'inbox, a word of few messages', run: list({ search: '399' }) },
    { name: 'inbox, a word that nobody said', run: list({ search: 'zebra' }) },
    { name: 'inbox, a customer’s address', run: list({ search: 'customer.2997@mail' }) },
    { name: 'inbox, a name that a few have', run: list({ search: 'ann baker42' }) },
    { name: 'inbox, a domain of all addresses', run: list({ search: 'mail.example' }) },
    { name: 'inbox, one row anew', run: () => findListedConversation(database, conversationId) },
    { name: 'inbox, context', run: () => readConversationContext(database, { siteId, conversationId }) },
  ];
}

/** Of the conversations that people had to do with: a quarter is somebody's, and each that somebody answers, all of which they have read, a tenth of the others they have. */
async function seedWork(database: Database, userId: string): Promise<void> {
  await database.user.create({ data: { id: userId, name: 'Ada', email: `${userId}@frontdesk.test` } });
  await database.$executeRaw`
    UPDATE conversation SET last_visitor_seq = 9,
           assignee_id = CASE WHEN state = 'with_person' OR hashtext(id::text) % 4 = 0 THEN ${userId} END,
           tags = CASE WHEN hashtext(id::text) % 500 = 1 THEN '{rare,refund}'::text[]
                       WHEN hashtext(id::text) % 3 = 1 THEN '{refund}'::text[] ELSE '{}'::text[] END,
           waiting_since = CASE WHEN state IN ('waiting_for_person', 'with_person') THEN last_activity_at END
     WHERE state <> 'bot'`;
  await database.$executeRaw`
    INSERT INTO conversation_read (user_id, conversation_id, seq)
    SELECT ${userId}, id, 9 FROM conversation
     WHERE state <> 'bot' AND (assignee_id IS NOT NULL OR hashtext(id::text) % 10 = 1)`;
  await database.$executeRaw`VACUUM ANALYZE`;
}

async function nthPage(database: Database, whose: { siteId: string; userId: string }, pages: number) {
  let before: { at: Date; conversationId: string } | undefined;
  for (let page = 0; page < pages; page++) {
    const { conversations } = await listConversations(database, { ...whose, before });
    const last = conversations.at(-1);
    if (!last) break;
    before = { at: new Date(last.lastActivityAt), conversationId: last.conversationId };
  }
  return before;
}
