import { randomUUID } from 'node:crypto';
import { acceptMessage, createVisitor, type Database } from '@frontdesk/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.ts';
import { createTestSite, openTestDatabase, type TestSite } from '../testing/test-site.ts';

let database: Database;
let gateway: TestGateway;
let site: TestSite;

beforeAll(async () => {
  database = openTestDatabase();
  gateway = await startTestGateway();
  site = await createTestSite(database);
});
afterAll(async () => {
  await gateway.close();
  await database.$disconnect();
});

/** Of a question that no worker takes: only the beginning of its reply is waited for. */
async function post(message: string): Promise<Response> {
  return fetch(`${gateway.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ siteKey: site.key, message, stream: true }),
  });
}

async function enqueue(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await acceptMessage(database, {
      ...{ siteId: site.id, visitorId: await createVisitor(database, site.id), clientMessageId: randomUUID() },
      ...{ text: 'Hello', receivedAt: new Date(), deadlineAt: new Date(Date.now() + 600_000) },
    });
  }
}

test('a queue that is too long refuses with a time to try again, stores nothing, and takes messages when there is room', async () => {
  await enqueue(100);
  await expect.poll(async () => (await post('Are you open?')).status).toBe(503);
  const before = await database.message.count();
  const refused = await post('Are you open?');
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await refused.json()).toMatchObject({ error: { code: 'busy', retryAfterMs: expect.any(Number) } });
  expect(await database.message.count()).toBe(before);
  await database.generation.updateMany({ data: { state: 'done', finishedAt: new Date() } });
  await expect.poll(async () => (await post('Are you open?')).status).toBe(200);
}, 60_000);
