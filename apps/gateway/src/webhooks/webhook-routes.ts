import { randomUUID } from 'node:crypto';
import { addWebhook, type Database, deleteWebhook, findWebhook, listWebhooks, pauseWebhook } from '@frontdesk/database';
import {
  type MadeWebhook,
  type WebhookPayload,
  type WebhookTest,
  type WebhookView,
  webhookBody,
  webhookPause,
} from '@frontdesk/protocol';
import type { FastifyInstance } from 'fastify';
import * as z from 'zod/mini';
import { needs, siteOf } from '../access/admin-requests.ts';
import { actorOf } from '../accounts/actor-of.ts';
import { parseRequest } from '../parse-request.ts';
import { deliveryOutcome } from './delivery-outcome.ts';
import { type Telling, tellWebhook } from './tell-webhook.ts';

const path = '/v1/admin/sites/:siteId/webhooks';
const webhook = z.object({ webhookId: z.uuid() });

/** Where a site's own server wants to be told what happens. */
export function serveWebhooks(app: FastifyInstance, { database, ...telling }: Telling & { database: Database }): void {
  const addressOf = (request: Parameters<typeof siteOf>[0]) => ({
    siteId: siteOf(request).siteId,
    ...parseRequest(webhook, request.params),
  });

  app.get(
    path,
    needs('keys.manage'),
    (request): Promise<WebhookView[]> => listWebhooks(database, siteOf(request).siteId),
  );

  app.post(path, needs('keys.manage'), async (request, reply): Promise<MadeWebhook> => {
    const body = parseRequest(webhookBody, request.body);
    const secret = telling.webhookSecrets.make();
    const seal = (id: string) => telling.webhookSecrets.seal(secret, id);
    const id = await addWebhook(database, actorOf(request), { siteId: siteOf(request).siteId, ...body, seal });
    reply.code(201);
    return { id, secret };
  });

  app.put(`${path}/:webhookId/paused`, needs('keys.manage'), async (request, reply) => {
    const { paused } = parseRequest(webhookPause, request.body);
    await pauseWebhook(database, actorOf(request), { ...addressOf(request), paused });
    return reply.code(204).send();
  });

  app.post(`${path}/:webhookId/test`, needs('keys.manage'), async (request): Promise<WebhookTest> => {
    const address = addressOf(request);
    const { url, sealed } = await findWebhook(database, address);
    const payload: WebhookPayload = {
      type: 'webhook:test',
      timestamp: new Date().toISOString(),
      data: { siteId: address.siteId, message: 'This is a test. Real events look like it.' },
    };
    const answer = await tellWebhook(telling, { ...address, url, sealed }, { id: `test_${randomUUID()}`, payload });
    const outcome = deliveryOutcome(answer, 1);
    return { status: answer instanceof Error ? null : answer.status, error: outcome.told ? null : outcome.error };
  });

  app.delete(`${path}/:webhookId`, needs('keys.manage'), async (request, reply) => {
    await deleteWebhook(database, actorOf(request), addressOf(request));
    return reply.code(204).send();
  });
}
