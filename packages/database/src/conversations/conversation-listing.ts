import {
  type ConversationSort,
  type ConversationSummary,
  type ConversationView,
  type InboxOverview,
  inboxLimits,
  limits,
  type SearchMatch,
} from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';
import { readSummaries } from './conversations.ts';
import { excerptOf } from './search-excerpt.ts';

export interface ConversationListing {
  siteId: string;
  /** Whose view it is. */
  userId: string;
  view?: ConversationView | undefined;
  /** Words that one message or note has all of, or its customer's name and e-mail address; or what their id begins with, or ends with. */
  search?: string | undefined;
  /** `waking`: what comes back soonest, and behind it what is not snoozed. */
  sort?: ConversationSort | 'waking' | undefined;
  tag?: string | undefined;
  /** Null: nobody's. */
  assigneeId?: string | null | undefined;
  unread?: boolean | undefined;
  /** The last row of the page before; `at` is what it is sorted by, null where that row has none. */
  before?: { at: Date | null; conversationId?: string | undefined } | undefined;
}

/** A page of a site's conversations with customers. */
export async function listConversations(
  database: Queryable,
  { siteId, userId, view = 'all', search, sort = 'newest', tag, assigneeId, unread, before }: ConversationListing,
): Promise<{ conversations: ConversationSummary[]; more: boolean }> {
  const conditions = [ofSite(siteId), inView(view, userId)];
  if (search?.trim()) conditions.push(hasWords(siteId, search));
  // Said twice for the index that has only those with tags.
  if (tag !== undefined) conditions.push(Prisma.sql`conversation.tags <> '{}' AND conversation.tags @> ARRAY[${tag}]`);
  if (assigneeId === null) conditions.push(Prisma.sql`conversation.assignee_id IS NULL`);
  else if (assigneeId !== undefined) conditions.push(Prisma.sql`conversation.assignee_id = ${assigneeId}`);
  if (unread) conditions.push(isUnreadBy(userId));
  if (before) conditions.push(sorts[sort].after(before));
  const rows = await readSummaries(database, {
    where: Prisma.join(conditions, ' AND '),
    order: sorts[sort].order,
    take: limits.conversationsPerPage + 1,
  });
  const conversations = rows.slice(0, limits.conversationsPerPage);
  const more = rows.length > limits.conversationsPerPage;
  return { conversations: search?.trim() ? await withMatches(database, conversations, search) : conversations, more };
}

type Before = NonNullable<ConversationListing['before']>;

/** As the index has it: who does not wait comes behind all who do. */
const waiting = Prisma.sql`coalesce(conversation.waiting_since, 'infinity'::timestamptz)`;
/** Without an index: it is for a view that few are in. */
const waking = Prisma.sql`coalesce(conversation.snoozed_until, 'infinity'::timestamptz)`;

const sorts: Record<
  NonNullable<ConversationListing['sort']>,
  { order: Prisma.Sql; after: (before: Before) => Prisma.Sql }
> = {
  newest: {
    order: Prisma.sql`conversation.last_activity_at DESC, conversation.id DESC`,
    after: ({ at, conversationId }) =>
      conversationId === undefined
        ? Prisma.sql`conversation.last_activity_at < ${at}`
        : Prisma.sql`(conversation.last_activity_at, conversation.id) < (${at}, ${conversationId}::uuid)`,
  },
  oldest: {
    order: Prisma.sql`conversation.last_activity_at, conversation.id`,
    after: ({ at, conversationId }) =>
      conversationId === undefined
        ? Prisma.sql`conversation.last_activity_at > ${at}`
        : Prisma.sql`(conversation.last_activity_at, conversation.id) > (${at}, ${conversationId}::uuid)`,
  },
  waiting: byTime(waiting),
  waking: byTime(waking),
};

/** The earliest first. */
function byTime(time: Prisma.Sql): { order: Prisma.Sql; after: (before: Before) => Prisma.Sql } {
  return {
    order: Prisma.sql`${time}, conversation.id`,
    after: ({ at, conversationId = null }) =>
      Prisma.sql`(${time}, conversation.id) > (coalesce(${at}::timestamptz, 'infinity'), ${conversationId}::uuid)`,
  };
}

/** How many of a site's conversations are in the views that somebody has to look after, and how many of those are unread. */
export async function countConversations(
  database: Queryable,
  { siteId, userId }: { siteId: string; userId: string },
): Promise<Required<Pick<InboxOverview, 'counts' | 'unread'>>> {
  const count = (view: ConversationView, more = Prisma.empty) => Prisma.sql`(SELECT count(*)::int FROM (
    SELECT FROM conversation WHERE ${ofSite(siteId)} AND ${inView(view, userId)} ${more}
     LIMIT ${inboxLimits.counted}) counted)`;
  const unread = (view: ConversationView) => count(view, Prisma.sql`AND ${isUnreadBy(userId)}`);
  const [row] = await database.$queryRaw<
    Record<'mine' | 'unassigned' | 'waiting' | 'bot' | 'unreadMine' | 'unreadUnassigned' | 'unreadWaiting', number>[]
  >`SELECT ${count('mine')} AS mine, ${count('unassigned')} AS unassigned, ${count('waiting')} AS waiting,
      ${count('bot')} AS bot, ${unread('mine')} AS "unreadMine", ${unread('unassigned')} AS "unreadUnassigned",
      ${unread('waiting')} AS "unreadWaiting"`;
  if (!row) throw new Error('aggregates give one row');
  const { mine, unassigned, waiting: waits, bot } = row;
  return {
    counts: { mine, unassigned, waiting: waits, bot },
    unread: { mine: row.unreadMine, unassigned: row.unreadUnassigned, waiting: row.unreadWaiting },
  };
}

/** The tags that most of a site's conversations have, by name. */
export async function listTags(database: Queryable, siteId: string): Promise<string[]> {
  const rows = await database.$queryRaw<{ tag: string }[]>`
    SELECT tag FROM conversation, unnest(tags) AS tag
     WHERE ${ofSite(siteId)} AND tags <> '{}'
     GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${inboxLimits.tagsShown}`;
  return rows.map(({ tag }) => tag).toSorted((a, b) => a.localeCompare(b));
}

const ofSite = (siteId: string): Prisma.Sql =>
  Prisma.sql`NOT conversation.sandbox AND conversation.site_id = ${siteId}::uuid`;

function inView(view: ConversationView, userId: string): Prisma.Sql {
  switch (view) {
    case 'mine':
      return Prisma.sql`conversation.assignee_id = ${userId}
        AND conversation.state IN ('bot', 'waiting_for_person', 'with_person')`;
    case 'unassigned':
      return Prisma.sql`conversation.assignee_id IS NULL AND conversation.state IN ('waiting_for_person', 'with_person')`;
    case 'waiting':
      return Prisma.sql`conversation.state = 'waiting_for_person'`;
    case 'bot':
      return Prisma.sql`conversation.state = 'bot'`;
    case 'snoozed':
      return Prisma.sql`conversation.state = 'snoozed'`;
    case 'resolved':
      return Prisma.sql`conversation.state = 'resolved'`;
    case 'all':
      return Prisma.sql`true`;
  }
}

/** As the protocol's `isUnread` says it. */
const isUnreadBy = (
  userId: string,
): Prisma.Sql => Prisma.sql`conversation.state IN ('waiting_for_person', 'with_person')
  AND conversation.last_visitor_seq > coalesce((SELECT seq FROM conversation_read
    WHERE user_id = ${userId} AND conversation_read.conversation_id = conversation.id), 0)`;

/** Newer messages, and customers, only: whoever looks for a word that is everywhere wants those. */
export const searched = 1_000;

/** One message or note has all of the words, or what its customer says of who they are, or where they want to be written to, has; or it is their id. */
function hasWords(siteId: string, search: string): Prisma.Sql {
  const inMessage = wordsOfTexts(search);
  const inName = wordsOfNames(search);
  // An array, each of which is looked up by its key, and not a condition that all conversations of the site are held against.
  return Prisma.sql`conversation.id = ANY(ARRAY(
    (SELECT conversation_id FROM message
      WHERE message.site_id = ${siteId}::uuid AND message.search @@ ${inMessage}
      ORDER BY message.id DESC LIMIT ${searched})
    UNION ALL
    (SELECT conversation_id FROM conversation_event AS noted
      WHERE noted.site_id = ${siteId}::uuid AND ${isNoteWith(inMessage)}
      ORDER BY noted.created_at DESC LIMIT ${searched})
    UNION ALL
    (SELECT id FROM conversation AS written
      WHERE written.site_id = ${siteId}::uuid AND written.contact_email IS NOT NULL
        AND search_words(written.contact_email) @@ ${inName}
      ORDER BY written.id DESC LIMIT ${searched})
    UNION ALL
    (SELECT theirs.id
       FROM (${Prisma.join(customersCalled(siteId, search), ' UNION ALL ')}) AS known
       JOIN conversation AS theirs ON theirs.visitor_id = known.id)))`;
}

/** Customers by their name and address, by what their site calls them, or by what the list calls who has no name. Each has an index. */
export function customersCalled(siteId: string, search: string): Prisma.Sql[] {
  const called = [
    Prisma.sql`(visitor.name IS NOT NULL OR visitor.email IS NOT NULL)
      AND search_words(coalesce(visitor.name, '') || ' ' || coalesce(visitor.email, '')) @@ ${wordsOfNames(search)}`,
  ];
  const id = search.replaceAll('\0', '').trim();
  const beginsWith = `${id.replace(/[\\%_]/g, '\\$&')}%`;
  if (id !== '')
    called.push(Prisma.sql`visitor.external_id IS NOT NULL AND lower(visitor.external_id) LIKE lower(${beginsWith})`);
  const [, end] = /^(?:visitor\s+)?([\da-f]{4})$/i.exec(id) ?? [];
  if (end !== undefined)
    called.push(Prisma.sql`visitor.name IS NULL AND right(visitor.id::text, 4) = ${end.toLowerCase()}`);
  return called.map(
    (is) => Prisma.sql`(SELECT id FROM visitor WHERE visitor.site_id = ${siteId}::uuid AND ${is}
      ORDER BY visitor.id DESC LIMIT ${searched})`,
  );
}

/** As `search_words` takes names and addresses apart. */
export const wordsOfNames = (search: string): Prisma.Sql => beginnings(search.replace(/[@._+'’‘-]/g, ' '));

/** As the index has it. */
const isNoteWith = (words: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`noted.payload->>'type' = 'note:created' AND message_words(noted.payload->'note'->>'text') @@ ${words}`;

/** As `message_words` takes texts apart. */
const wordsOfTexts = (search: string): Prisma.Sql => beginnings(search.replace(/[‘’‚‛“”„‟«»‹›…–—―‐‑•·¿¡]/g, ' '));

/** Each with the newest of its messages and notes that has the words, where one has. */
async function withMatches(
  database: Queryable,
  conversations: readonly ConversationSummary[],
  search: string,
): Promise<ConversationSummary[]> {
  const words = wordsOfTexts(search);
  const ids = conversations.map(({ conversationId }) => conversationId);
  const rows = await database.$queryRaw<(Pick<SearchMatch, 'id' | 'by'> & { conversationId: string; text: string })[]>`
    SELECT DISTINCT ON ("conversationId") "conversationId", id, by, text FROM (
      SELECT conversation_id AS "conversationId", coalesce(generation_id, client_message_id, id)::text AS id,
             role::text AS by, text, created_at
        FROM message WHERE conversation_id = ANY(${ids}::uuid[]) AND search @@ ${words}
      UNION ALL
      SELECT conversation_id, payload->'note'->>'id', 'note', payload->'note'->>'text', created_at
        FROM conversation_event AS noted WHERE conversation_id = ANY(${ids}::uuid[]) AND ${isNoteWith(words)}) found
     ORDER BY "conversationId", created_at DESC, id`;
  const found = new Map(rows.map((row) => [row.conversationId, row]));
  return conversations.map((one) => {
    const row = found.get(one.conversationId);
    return row ? { ...one, match: { id: row.id, by: row.by, ...excerptOf(row.text, search) } } : one;
  });
}

/** Each word, or its beginning, as the parser of texts would read it; what else a query may hold is not passed on. */
function beginnings(search: string): Prisma.Sql {
  const words = search
    .replace(/[\\'\0]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  return Prisma.sql`to_tsquery('simple', ${words.map((word) => `'${word}':*`).join(' & ')})`;
}

/**
 * Notes that an agent has had all up to `seq` in view; what is beyond the log's end, or was noted before, changes nothing.
 * @returns how far they have read now; null when there is no such conversation
 */
export async function markSeen(
  database: Queryable,
  { siteId, conversationId, userId, seq }: { siteId: string; conversationId: string; userId: string; seq: number },
): Promise<number | null> {
  const [row] = await database.$queryRaw<{ seq: number }[]>`
    INSERT INTO conversation_read (user_id, conversation_id, seq)
    SELECT ${userId}, id, least(${seq}, last_seq) FROM conversation
     WHERE id = ${conversationId}::uuid AND site_id = ${siteId}::uuid
    ON CONFLICT (user_id, conversation_id) DO UPDATE SET seq = greatest(conversation_read.seq, excluded.seq)
    RETURNING seq`;
  return row?.seq ?? null;
}
