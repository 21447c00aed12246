import { Prisma } from '../../generated/client.ts';
import { advisoryLocks, takeTurn } from '../connection/advisory-locks.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { releaseFromFormer, type Tell } from '../conversations/service-steps.ts';

// What is left of people whose accounts are deleted: nothing that tells who they were, but for the log of changes.

/** Gives what somebody has of conversations to others, wherever that is; what is done stays as it is. */
export async function releaseFromAllSites(database: Database, userId: string, tell: Tell): Promise<void> {
  const sites = await database.conversation.findMany({
    where: { assigneeId: userId, state: { not: 'resolved' } },
    distinct: ['siteId'],
    select: { siteId: true },
  });
  for (const { siteId } of sites) await releaseFromFormer(database, { siteId, userId }, tell);
}

/**
 * Takes what somebody was called out of what they did, whose account was deleted longest ago, `limit` conversations at a time, and with
 * the last of it deletes their row. To be called until there is nobody, by any number of processes.
 * @param options.patienceMs after so long it ends; what is left goes on where it ended
 * @returns whose it was, and whether nothing is left; null where there is nobody, or another process is at it
 */
export async function forgetFormerPerson(
  database: Database,
  tell: Tell,
  { limit, patienceMs = Number.POSITIVE_INFINITY }: { limit: number; patienceMs?: number },
): Promise<{ userId: string; finished: boolean } | null> {
  const former = await database.formerPerson.findFirst({
    orderBy: [{ removedAt: 'asc' }, { userId: 'asc' }],
    select: { userId: true, names: true, emails: true },
  });
  if (!former) return null;
  const { userId } = former;
  await releaseFromAllSites(database, userId, tell);
  const person = { ...former, acted: await conversationsOf(database, userId) };
  const untilMs = performance.now() + patienceMs;
  do {
    const step = await database.$transaction((transaction) => forgetSome(transaction, person, limit), patience);
    if (step === 'busy') return null;
    if (step === 'finished') return { userId, finished: true };
  } while (performance.now() < untilMs);
  return { userId, finished: false };
}

const patience = { maxWait: 30_000, timeout: 120_000 };

interface FormerPerson {
  userId: string;
  names: readonly string[];
  emails: readonly string[];
  /** Conversations in which they did something that stands in the log of changes. */
  acted: ReadonlySet<string>;
}

/** Who took over, or resolved, stands in a conversation's log by name alone: the log of changes knows who it was. */
async function conversationsOf(database: Queryable, userId: string): Promise<Set<string>> {
  const rows = await database.$queryRaw<{ target: string }[]>`
    SELECT DISTINCT target FROM audit_entry WHERE user_id = ${userId} AND action LIKE 'conversation.%'`;
  return new Set(rows.map(({ target }) => target));
}

async function forgetSome(
  transaction: Queryable,
  person: FormerPerson,
  limit: number,
): Promise<'busy' | 'more' | 'finished'> {
  const { userId } = person;
  if (!(await takeTurn(transaction, advisoryLocks.deletions)).held) return 'busy';
  const [place] = await transaction.$queryRaw<{ lookedAt: string | null }[]>`
    SELECT looked_at AS "lookedAt" FROM former_person WHERE user_id = ${userId} FOR UPDATE`;
  if (!place) return 'finished';
  const next = await transaction.$queryRaw<{ id: string }[]>`
    SELECT id FROM conversation
     WHERE (${place.lookedAt}::uuid IS NULL OR id > ${place.lookedAt}::uuid)
       AND last_activity_at >= (SELECT created_at FROM "user" WHERE id = ${userId})
     ORDER BY id LIMIT ${limit}`;
  // What was written while the others were gone through, before every gateway had heard of it.
  const late = next.length > 0 ? [] : await findWritten(transaction, userId, limit);
  const ids = [...next, ...late].map(({ id }) => id);
  if (ids.length === 0) {
    await deletePerson(transaction, person);
    return 'finished';
  }
  const theirs = await findTheirs(transaction, person, ids);
  if (theirs.length > 0) await forgetIn(transaction, person, theirs);
  const lookedAt = next.at(-1)?.id;
  if (lookedAt) await transaction.formerPerson.update({ where: { userId }, data: { lookedAt } });
  return 'more';
}

const findWritten = (transaction: Queryable, userId: string, limit: number): Promise<{ id: string }[]> =>
  transaction.$queryRaw`SELECT DISTINCT conversation_id AS id FROM message WHERE author_id = ${userId} LIMIT ${limit}`;

/** Where a person stands in an event: by id and name, or by name alone where customers are told of it. */
const places = ['{by}', '{from}', '{assignee}', '{note,author}'].map((place) => {
  const path = place.slice(1, -1);
  const part = (name: string) => Prisma.sql`${`{${path},${name}}`}::text[]`;
  return { name: part('name'), id: part('id') };
});

/** Of these conversations those in which the person did something, or was given it. */
async function findTheirs(
  transaction: Queryable,
  { userId, acted }: FormerPerson,
  ids: readonly string[],
): Promise<string[]> {
  const isNamed = Prisma.join(
    places.map(({ id }) => Prisma.sql`payload #>> ${id} = ${userId}`),
    ' OR ',
  );
  const rows = await transaction.$queryRaw<{ id: string }[]>`
    SELECT conversation_id AS id FROM conversation_event WHERE conversation_id = ANY(${[...ids]}::uuid[]) AND (${isNamed})
     UNION SELECT conversation_id FROM message WHERE author_id = ${userId} AND conversation_id = ANY(${[...ids]}::uuid[])
     UNION SELECT id FROM conversation WHERE assignee_id = ${userId} AND id = ANY(${[...ids]}::uuid[])`;
  return [...new Set([...rows.map(({ id }) => id), ...ids.filter((id) => acted.has(id))])];
}

/**
 * Locks are taken as everywhere: customers, conversations, what is of them. An event that names a person without their id is theirs
 * where the name is, in a conversation of theirs: there a colleague of the same name is forgotten with them.
 */
async function forgetIn(
  transaction: Queryable,
  { userId, names }: FormerPerson,
  conversationIds: readonly string[],
): Promise<void> {
  const ids = Prisma.sql`${[...conversationIds]}::uuid[]`;
  const theirNames = Prisma.sql`${[...names]}::text[]`;
  await transaction.$executeRaw`
    UPDATE visitor SET blocked_by = NULL WHERE id IN (
      SELECT id FROM visitor WHERE blocked_by = ANY(${theirNames}) AND EXISTS (
        SELECT FROM conversation JOIN conversation_event AS event ON event.conversation_id = conversation.id
         WHERE conversation.visitor_id = visitor.id AND conversation.id = ANY(${ids})
           AND event.payload->>'type' = 'visitor:blocked' AND event.payload #>> '{by,id}' = ${userId})
       ORDER BY id FOR NO KEY UPDATE)`;
  // All of them: whoever deletes one takes what is of it in another order.
  await transaction.$queryRaw`SELECT id FROM conversation WHERE id = ANY(${ids}) ORDER BY id FOR NO KEY UPDATE`;
  await transaction.$executeRaw`
    UPDATE conversation SET assignee_id = NULL WHERE id IN (
      SELECT id FROM conversation WHERE id = ANY(${ids}) AND assignee_id = ${userId} AND state = 'resolved'
       ORDER BY id FOR NO KEY UPDATE)`;
  for (const { name, id } of places) {
    await transaction.$executeRaw`
      UPDATE conversation_event SET payload = jsonb_set(payload, ${name}, '""', false)
       WHERE conversation_id = ANY(${ids}) AND payload #>> ${name} <> ''
         AND (payload #>> ${id} = ${userId} OR payload #>> ${id} IS NULL AND payload #>> ${name} = ANY(${theirNames}))`;
  }
  await transaction.$executeRaw`
    UPDATE conversation_event SET payload = payload #- '{message,author}'
      FROM message
     WHERE conversation_event.conversation_id = ANY(${ids}) AND payload->>'type' = 'message:created'
       AND message.id = (payload #>> '{message,id}')::uuid AND message.author_id = ${userId}`;
  await transaction.$executeRaw`
    UPDATE message SET author_id = NULL WHERE author_id = ${userId} AND conversation_id = ANY(${ids})`;
}

/** What stands outside of conversations, and then the person. What hangs on their row goes with it. */
async function deletePerson(transaction: Queryable, { userId, names, emails }: FormerPerson): Promise<void> {
  const addresses = [...emails];
  // Blocked where no conversation is left: the log of changes says by whom, and names the end of the customer's id.
  await transaction.$executeRaw`
    UPDATE visitor SET blocked_by = NULL FROM audit_entry AS entry
     WHERE entry.user_id = ${userId} AND entry.action = 'customer.blocked' AND entry.site_id = visitor.site_id
       AND entry.target = right(visitor.id::text, 8)
       AND visitor.blocked_at IS NOT NULL AND visitor.blocked_by = ANY(${[...names]}::text[])`;
  await transaction.promptVersion.updateMany({ where: { author: { in: addresses } }, data: { author: null } });
  await transaction.approvedAnswer.updateMany({ where: { author: { in: addresses } }, data: { author: '' } });
  // What single people did: the sums stay, whose part it was does not.
  await transaction.agentFact.updateMany({ where: { userId }, data: { userId: null } });
  await transaction.$executeRaw`
    DELETE FROM invitation
     WHERE email = ANY(${addresses}::text[]) AND (accepted_at IS NOT NULL OR revoked_at IS NOT NULL OR expires_at <= now())`;
  await transaction.user.delete({ where: { id: userId }, select: { id: true } });
}
