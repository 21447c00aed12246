import {
  CodedError,
  handsOver,
  isOpen,
  mergeChanges,
  nextOpening,
  type PeopleThere,
  readTeamSettings,
  type TeamSettings,
  withoutPast,
} from '@frontdesk/protocol';
import type { Prisma } from '../../generated/client.ts';
import type { Database, Queryable } from '../connection/client.ts';
import { readClock } from '../connection/clock.ts';
import { whoIsThere } from '../team/agents.ts';
import { type Actor, recordChange } from '../team/audit.ts';

/** @throws CodedError `site_unknown` */
export async function readSiteTeam(database: Queryable, siteId: string): Promise<TeamSettings> {
  const site = await database.site.findUnique({ where: { id: siteId }, select: { teamSettings: true } });
  if (!site) throw new CodedError('site_unknown');
  return readTeamSettings(site.teamSettings);
}

/**
 * For whoever may change them: without the exceptional days that are over.
 * @throws CodedError `site_unknown`
 */
export const readSiteTeamNow = async (database: Queryable, siteId: string): Promise<TeamSettings> =>
  withoutPastDays(await readSiteTeam(database, siteId), await readClock(database));

const withoutPastDays = (settings: TeamSettings, now: Date): TeamSettings => ({
  ...settings,
  hours: settings.hours && withoutPast(settings.hours, now),
});

/**
 * Only what is another than before is written down. Exceptional days that are over drop off by themselves: nobody has taken them out.
 * @param change.loaded what was so when these were chosen: what others have changed since stays so; left out, these are all
 * @throws CodedError `site_unknown`
 */
export async function updateSiteTeam(
  database: Database,
  actor: Actor,
  { siteId, settings: values, loaded }: { siteId: string; settings: TeamSettings; loaded?: object | undefined },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const now = await readClock(transaction);
    const before = withoutPastDays(await readSiteTeam(transaction, siteId), now);
    const { letterAfterMinutes } = before;
    // A page of a version before the letters says nothing of them.
    const wanted = loaded && !('letterAfterMinutes' in loaded) ? { ...values, letterAfterMinutes } : values;
    // Where no exceptional day is left, one that somebody else has taken out must not come back.
    const withDays = { ...before, hours: before.hours && { exceptions: {}, ...before.hours } };
    const settings = withoutPastDays(mergeChanges(withDays, { values: wanted, before: loaded }), now);
    const changed = (Object.keys(settings) as (keyof TeamSettings)[]).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(settings[name]),
    );
    if (changed.length === 0) return;
    // Answers that are kept offer a person, or nobody.
    const offersOthers = handsOver(before) !== handsOver(settings);
    const { name } = await transaction.site.update({
      where: { id: siteId },
      data: { teamSettings: settings, ...(offersOthers && { knowledgeVersion: { increment: 1 } }) },
      select: { name: true },
    });
    const of = (values: TeamSettings) => Object.fromEntries(changed.map((one) => [one, values[one]]));
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'site.team-changed', target: name },
      before: of(before) as Prisma.InputJsonObject,
      after: of(settings) as Prisma.InputJsonObject,
    });
  });
}

/** Who does not answer at a site any more is none of those that it hands over to; where nobody else was chosen, everybody is. */
export async function takeOutOfTeam(
  transaction: Queryable,
  { siteId, userId }: { siteId: string; userId: string },
): Promise<void> {
  await transaction.$executeRaw`
    UPDATE site SET team_settings = jsonb_set(team_settings, '{members}',
      coalesce(nullif((team_settings->'members') - ${userId}, '[]'::jsonb), 'null'::jsonb))
     WHERE id = ${siteId}::uuid AND jsonb_typeof(team_settings->'members') = 'array'
       AND jsonb_exists(team_settings->'members', ${userId})`;
}

/** Of each of these sites, whether somebody is there for its customers, and when they are back where nobody is. */
export async function readPeopleThere(
  database: Queryable,
  siteIds: readonly string[],
  now: Date,
): Promise<Map<string, PeopleThere>> {
  const rows = await database.$queryRaw<{ id: string; teamSettings: unknown; there: boolean }[]>`
    SELECT site.id, site.team_settings AS "teamSettings", EXISTS (${whoIsThere}) AS there
      FROM site WHERE site.id = ANY(${[...siteIds]}::uuid[])`;
  return new Map(
    rows.map(({ id, teamSettings, there }) => [id, peopleThere(there, readTeamSettings(teamSettings), now)]),
  );
}

/**
 * Pure. Whoever is there is there, whatever the hours: they are what people plan, an inbox that somebody works in is what is so.
 * (One that nobody touches counts for nobody.) The hours say when people are back, where nobody is; within them nobody knows.
 */
function peopleThere(there: boolean, { hours }: TeamSettings, now: Date): PeopleThere {
  const closed = !there && hours !== null && !isOpen(hours, now);
  return { available: there, backAt: (closed && nextOpening(hours, now)?.toISOString()) || null };
}
