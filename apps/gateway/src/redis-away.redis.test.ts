import { randomUUID } from 'node:crypto';
import type { Database } from '@frontdesk/database';
import type { AcceptedMessage, ConversationSummary, OpenedConversation } from '@frontdesk/protocol';
import { connectQueues, consumeGenerations } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startRedisServer } from '../../../scripts/testing/redis-server.mjs';
import { createTestMember, signInCookie } from './testing/test-admin.ts';
import { askAgent, connectAgent } from './testing/test-agent.ts';
import { startTestGateway, type TestGateway } from './testing/test-gateway.ts';
import { createTestSite, createTestVisitor, openTestDatabase, type TestSite } from './testing/test-site.ts';
import { askFor, connectVisitor } from './testing/test-socket.ts';

let database: Database;
let site: TestSite;

beforeAll(async () => {
  database = openTestDatabase();
  site = await createTestSite(database);
});
afterAll(() => database.$disconnect());

const patient = { timeout: 20_000 };
const message = (text: string) => ({ clientMessageId: randomUUID(), text });

async function start(redisUrl: string): Promise<TestGateway> {
  const gateway = await startTestGateway({ REDIS_URL: redisUrl });
  onTestFinished(() => gateway.close());
  return gateway;
}
async function visit(gateway: TestGateway) {
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connectVisitor(gateway, site, visitor);
  onTestFinished(() => void socket.disconnect());
  return socket;
}
async function inbox(gateway: TestGateway) {
  const member = await createTestMember(database, { siteId: site.id, role: 'agent' });
  const agent = await connectAgent(gateway, await signInCookie(gateway, member), site.id);
  onTestFinished(() => void agent.disconnect());
  return async () => {
    const { conversations } = await askAgent<{ conversations: ConversationSummary[] }>(agent, 'conversations:list', {});
    return conversations.map((one) => one.conversationId);
  };
}
const notices = async (gateway: TestGateway) =>
  /^frontdesk_gateway_notices_arrive (\d)$/m.exec(await (await fetch(`${gateway.url}/metrics`)).text())?.[1];
const ready = async (gateway: TestGateway) => (await fetch(`${gateway.url}/readyz`)).status;
/** Jobs that a worker is given from now on. */
async function takeJobs(redisUrl: string): Promise<string[]> {
  const taken: string[] = [];
  const onError = () => {};
  const queues = await connectQueues({ databaseUrl: testServers.databaseUrl, redisUrl, onError });
  const handle = async ({ generationId }: { generationId: string }) => void taken.push(generationId);
  const consumer = await consumeGenerations(queues, { concurrency: 8, handle, onError });
  onTestFinished(async () => {
    await consumer.close();
    await queues.close();
  });
  return taken;
}

test('while Redis is away chats and the inbox go on, and what was asked is answered when it comes', async () => {
  let server = await startRedisServer();
  onTestFinished(() => server.kill());
  const gateway = await start(server.url);
  const socket = await visit(gateway);
  const listed = await inbox(gateway);
  const first = await askFor<AcceptedMessage>(socket, 'message:send', message('Hello'));
  const { conversationId } = first;
  expect([await ready(gateway), await notices(gateway)]).toEqual([200, '1']);

  await server.kill();
  await expect.poll(() => notices(gateway), patient).toBe('0');
  expect(await ready(gateway)).toBe(200);
  const opened = await askFor<OpenedConversation>(socket, 'conversation:open', { conversationId });
  expect(opened.events[0]).toMatchObject({ type: 'message:created', message: { text: 'Hello' } });
  expect(await listed()).toEqual([conversationId]);
  const other = await visit(gateway);
  const asked = await askFor<AcceptedMessage>(other, 'message:send', message('Anybody there?'));
  expect(await listed()).toContain(asked.conversationId);

  server = await startRedisServer({ port: server.port });
  const taken = await takeJobs(server.url);
  await expect.poll(() => notices(gateway), patient).toBe('1');
  await expect.poll(() => taken, patient).toContain(asked.generationId);
}, 90_000);

test('a gateway that starts while Redis is away serves what needs none, and the rest when it comes', async () => {
  let server = await startRedisServer();
  onTestFinished(() => server.kill());
  await server.kill();
  const gateway = await start(server.url);
  expect([await ready(gateway), await notices(gateway)]).toEqual([200, '0']);
  const listed = await inbox(gateway);
  const socket = await visit(gateway);
  const asked = await askFor<AcceptedMessage>(socket, 'message:send', message('Hello'));
  expect(await listed()).toContain(asked.conversationId);

  server = await startRedisServer({ port: server.port });
  const taken = await takeJobs(server.url);
  await expect.poll(() => notices(gateway), patient).toBe('1');
  await expect.poll(() => taken, patient).toContain(asked.generationId);
}, 90_000);

test('a gateway that starts while Redis is silent serves what needs none before it is taken for dead', async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.kill());
  process.kill(server.pid, 'SIGSTOP');
  const since = Date.now();
  const gateway = await start(server.url);
  // A liveness probe gives it 30 s.
  expect(Date.now() - since).toBeLessThan(20_000);
  expect([await ready(gateway), await notices(gateway)]).toEqual([200, '0']);
  process.kill(server.pid, 'SIGCONT');
  await expect.poll(() => notices(gateway), patient).toBe('1');
}, 60_000);
