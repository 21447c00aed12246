import type { AgentPerson } from '@frontdesk/protocol';
import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/** Whoever may answer at a site: its members but viewers, and the owners of the installation. */
const mayAnswerAt = (siteId: string) => ({
  OR: [{ role: 'owner' }, { memberships: { some: { siteId, role: { not: 'viewer' as const } } } }],
});

/** Somebody who may be given conversations of that site, or null. */
export function findAssignee(database: Queryable, siteId: string, userId: string): Promise<AgentPerson | null> {
  return database.user.findFirst({ where: { id: userId, ...mayAnswerAt(siteId) }, select: { id: true, name: true } });
}

/** Everybody who may be given conversations of that site, by name. */
export function listAssignees(database: Queryable, siteId: string): Promise<AgentPerson[]> {
  return database.user.findMany({
    where: mayAnswerAt(siteId),
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true },
  });
}

/** How long an agent counts as there after the last sign of their page. */
const presenceMs = 40_000;
/** Every page tells of itself within that time. */
const renewedWithinMs = 16_000;

/**
 * Notes that these agents have pages about these sites open; call it well within forty seconds. Of those who say that they are
 * away nothing is noted: what stands there is when they were there for customers last.
 *
 * @returns those who were not there before, with any page of theirs
 */
export async function renewPresence(
  database: Queryable,
  there: readonly { userId: string; siteId: string }[],
): Promise<{ userId: string; siteId: string }[]> {
  const rows = JSON.stringify(there.map(({ userId, siteId }) => ({ user_id: userId, site_id: siteId })));
  // Who has gone meanwhile, with their account or the site, is left out.
  return database.$queryRaw`
    WITH noted AS (
      INSERT INTO agent_presence (user_id, site_id, seen_at)
      SELECT DISTINCT there.user_id, there.site_id, now()
        FROM jsonb_to_recordset(${rows}::jsonb) AS there(user_id text, site_id uuid)
        JOIN "user" ON "user".id = there.user_id AND NOT "user".away
        JOIN site ON site.id = there.site_id
       ORDER BY there.user_id, there.site_id
          ON CONFLICT (user_id, site_id) DO UPDATE SET seen_at = excluded.seen_at
       RETURNING user_id, site_id)
    SELECT user_id AS "userId", site_id AS "siteId" FROM noted
     WHERE NOT EXISTS (SELECT FROM agent_presence AS before
            WHERE before.user_id = noted.user_id AND before.site_id = noted.site_id
              AND before.seen_at > now() - ${presenceMs} * interval '1 millisecond')`;
}

/**
 * This agent has no page about this site open here any more: unless another page of theirs says otherwise they count as gone when
 * that page would have told of itself again.
 */
export async function endPresence(
  database: Queryable,
  { userId, siteId }: { userId: string; siteId: string },
): Promise<void> {
  await database.$executeRaw`
    UPDATE agent_presence SET seen_at = least(seen_at, now() - ${presenceMs - renewedWithinMs} * interval '1 millisecond')
     WHERE user_id = ${userId} AND site_id = ${siteId}::uuid`;
}

/**
 * Whoever is there for the customers of the row of `site` around it: has a page about it open, does not say that they are away, may
 * answer there still, and is among those whom the site hands over to.
 */
export const whoIsThere = Prisma.sql`
  SELECT "user".id, "user".name
    FROM agent_presence JOIN "user" ON "user".id = agent_presence.user_id
   WHERE agent_presence.site_id = site.id AND NOT "user".away
     AND agent_presence.seen_at > now() - ${presenceMs} * interval '1 millisecond'
     AND ("user".role = 'owner' OR EXISTS (SELECT FROM membership
           WHERE membership.user_id = "user".id AND membership.site_id = site.id AND membership.role <> 'viewer'))
     AND (jsonb_typeof(site.team_settings->'members') IS DISTINCT FROM 'array'
          OR jsonb_exists(site.team_settings->'members', "user".id))`;

export async function isAway(database: Queryable, userId: string): Promise<boolean> {
  const user = await database.user.findUnique({ where: { id: userId }, select: { away: true } });
  return user?.away ?? false;
}

export async function setAway(database: Queryable, { userId, away }: { userId: string; away: boolean }): Promise<void> {
  await database.user.updateMany({ where: { id: userId }, data: { away } });
}
