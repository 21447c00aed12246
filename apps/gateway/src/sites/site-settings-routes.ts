import {
  type Database,
  listPromptVersions,
  publishVersion,
  readSiteSettings,
  savePromptVersion,
  updateSiteSettings,
} from '@frontdesk/database';
import { newPrompt, type PromptVersionView, type SiteSettingsView, siteSettingsBody } from '@frontdesk/protocol';
import type { NoticePublisher } from '@frontdesk/queue';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';

const site = '/v1/admin/sites/:siteId';
const version = z.object({ promptVersionId: z.uuid() });

/** How a site looks and where it may be shown, and its system prompt, version by version. */
export function serveSiteSettings(
  app: FastifyInstance,
  { database, notices }: { database: Database; notices: NoticePublisher },
): void {
  app.get(
    `${site}/settings`,
    needs('site.read'),
    (request): Promise<SiteSettingsView> => readSiteSettings(database, siteOf(request).siteId),
  );

  app.put(`${site}/settings`, needs('site.edit'), async (request, reply) => {
    const { before: loaded, ...settings } = parseRequest(siteSettingsBody, request.body);
    const { siteId } = siteOf(request);
    await updateSiteSettings(database, actorOf(request), { siteId, loaded, ...settings });
    // Its name is in the prompt.
    notices.publish({ kind: 'published', siteId });
    return reply.code(204).send();
  });

  app.get(
    `${site}/prompts`,
    needs('site.read'),
    (request): Promise<PromptVersionView[]> => listPromptVersions(database, siteOf(request).siteId),
  );

  app.post(`${site}/prompts`, needs('prompt.edit'), async (request, reply): Promise<{ promptVersionId: string }> => {
    const { siteId } = siteOf(request);
    const { systemPrompt } = parseRequest(newPrompt, request.body);
    reply.code(201);
    return { promptVersionId: await savePromptVersion(database, actorOf(request), { siteId, systemPrompt }) };
  });

  app.post(`${site}/prompts/:promptVersionId/publish`, needs('prompt.edit'), async (request, reply) => {
    const { promptVersionId } = parseRequest(version, request.params);
    const { siteId } = siteOf(request);
    await publishVersion(database, actorOf(request), { siteId, promptVersionId });
    notices.publish({ kind: 'published', siteId });
    return reply.code(204).send();
  });
}
