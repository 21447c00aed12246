import { type Database, listAssignees, readSiteTeamNow, updateSiteTeam } from '@frontdesk/database';
import {
  type AgentPerson,
  CodedError,
  type TeamSettings,
  type TeamSettingsView,
  teamSettingsBody,
} from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import type { PeopleChanges } from '../agent/people-changes.ts';
import { parseRequest } from '../parse-request.ts';

const path = '/v1/admin/sites/:siteId/team';

/** When people of a site answer, who of them, and when they are mailed. @param options.mails letters can be sent */
export function serveTeamSettings(
  app: FastifyInstance,
  { database, peopleChanges, mails }: { database: Database; peopleChanges: PeopleChanges; mails: boolean },
): void {
  app.get(path, needs('site.read'), async (request): Promise<TeamSettingsView> => {
    const { siteId } = siteOf(request);
    const team = await listAssignees(database, siteId);
    return { settings: withoutLeavers(await readSiteTeamNow(database, siteId), team), team, mails };
  });

  app.put(path, needs('site.edit'), async (request, reply) => {
    const { siteId } = siteOf(request);
    const { before: loaded, ...settings } = parseRequest(teamSettingsBody, request.body);
    const team = new Set((await listAssignees(database, siteId)).map(({ id }) => id));
    if (settings.members?.some((id) => !team.has(id))) throw new CodedError('agent_unknown');
    await updateSiteTeam(database, actorOf(request), { siteId, settings, loaded });
    peopleChanges.announce(siteId);
    return reply.code(204).send();
  });
}

/** Who was chosen and may answer no more is not on the page, so nobody could take them out there. */
function withoutLeavers(settings: TeamSettings, team: readonly AgentPerson[]): TeamSettings {
  const members = settings.members?.filter((chosen) => team.some(({ id }) => id === chosen)) ?? null;
  return { ...settings, members };
}
