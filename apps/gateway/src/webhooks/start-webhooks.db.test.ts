import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createVisitor } from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import { createLogger } from '@frontdesk/telemetry';
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { createGatewayMetrics } from '../metrics.ts';
import { testSecret } from '../testing/test-gateway.ts';
import { createTestSite } from '../testing/test-site.ts';
import { startWebhooks } from './start-webhooks.ts';
import { createWebhookSecrets } from './webhook-secrets.ts';

/** Requests to /slow are answered when the test says so, all others at once. */
const slow: ServerResponse[] = [];
const quick: string[] = [];
beforeEach(() => {
  slow.length = quick.length = 0;
});
const receiver = createServer((request, response) => {
  if (request.url === '/slow') return void slow.push(response);
  quick.push(String(request.headers['webhook-id']));
  response.writeHead(204).end();
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
afterAll(() => receiver.close());
const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;

test('a backlog goes on in the places that get free, without a next look', async () => {
  const database = useTestDatabase();
  const webhookSecrets = createWebhookSecrets(testSecret);
  const siteId = (await createTestSite(database)).id;
  const make = async (path: string) => {
    const data = { siteId, url: `http://${host}${path}`, events: ['message:created'], sealed: new Uint8Array() };
    const { id } = await database.webhook.create({ data });
    await database.webhook.update({ where: { id }, data: { sealed: webhookSecrets.seal(webhookSecrets.make(), id) } });
    return id;
  };
  const writes = async () => {
    const visitorId = await createVisitor(database, siteId);
    await acceptMessage(database, { siteId, visitorId, text: 'Do you ship abroad?' });
  };
  await make('/slow');
  for (let count = 0; count < 5; count++) await writes();
  const other = await make('/quick');
  await writes();

  // Only the first look comes: the next one would be a minute later.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const logger = createLogger({ name: 'test', level: 'warn', format: 'json' });
  const telling = { webhookSecrets, privateHosts: [host], metrics: createGatewayMetrics(), everyMs: 60_000 };
  const stop = startWebhooks({ database, logger, ...telling });
  try {
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(() => expect([slow.length, quick.length]).toEqual([4, 1]));
    await vi.waitFor(async () => expect(await database.webhookDelivery.count({ where: { webhookId: other } })).toBe(0));
    // Where it ends too early, it has ended by now.
    await sleep(200);
    for (const response of slow.splice(0)) response.writeHead(204).end();
    await vi.waitFor(() => expect(slow).toHaveLength(2));
  } finally {
    receiver.closeAllConnections();
    await stop();
    vi.useRealTimers();
    await database.webhook.deleteMany();
  }
});
