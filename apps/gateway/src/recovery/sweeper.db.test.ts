import { beat, claimGeneration, takeOver } from '@frontdesk/database';
import { acceptMessage, useTestDatabase } from '@frontdesk/database/testing';
import type { ConversationEvent, GenerationJob } from '@frontdesk/protocol';
import { connectQueues, openGenerationQueue } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { expect, test } from 'vitest';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { createTestMember } from '../testing/test-admin.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { useTestQueue } from '../testing/test-queue.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';

const jobs: GenerationJob[] = [];

const database = useTestDatabase();
const site = await createTestSite(database);
const gateways = [await useTestGateway(), await useTestGateway()] as const;
await useTestQueue({ concurrency: 1, handle: async (job) => void jobs.push(job) });

/** A message of which only the row exists, as after a crash between the commit and the job. */
async function storeWithoutJob(fields: { deadlineAt?: Date } = {}) {
  const visitor = await createTestVisitor(database, site.id);
  const stored = await acceptMessage(database, { siteId: site.id, visitorId: visitor.id, ...fields });
  return { ...stored, visitor };
}
const jobsOf = (generationId: string) => jobs.filter((job) => job.generationId === generationId);

test('a message whose job was lost gets one', async () => {
  const { generationId } = await storeWithoutJob();
  await database.generation.update({ where: { id: generationId }, data: { queuedAt: new Date(Date.now() - 60_000) } });
  await expect.poll(() => jobsOf(generationId), { timeout: 10_000 }).toEqual([{ generationId, epoch: 1 }]);
});

test('what waits for a worker that is silent is given to others', async () => {
  const { generationId } = await storeWithoutJob();
  const status = { slots: 1, running: 0, tokensPerSecond: 0, modelHash: 'm' };
  await beat(database, { workerId: 'silent', state: 'ready', ...status });
  const connection = await connectQueues({ ...testServers, onError: unexpected });
  const queue = await openGenerationQueue(connection);
  await queue.enqueue({ generationId, epoch: 1 }, { workerId: 'silent' });
  await expect.poll(() => jobsOf(generationId), { timeout: 10_000 }).toEqual([{ generationId, epoch: 1 }]);
  await queue.close();
  await connection.close();
});

test('an answer whose worker is gone is queued again, for the next epoch', async () => {
  const { generationId } = await storeWithoutJob();
  await claimGeneration(database, { generationId, workerId: 'dead', leaseMs: -1_000 });
  await expect.poll(() => jobsOf(generationId), { timeout: 10_000 }).toContainEqual({ generationId, epoch: 2 });
});

test('a question that nobody took in time ends, and its customer is told', async () => {
  const { generationId, conversationId, visitor } = await storeWithoutJob({ deadlineAt: new Date(Date.now() + 1_000) });
  const [gateway] = gateways;
  const socket = await connectVisitor(gateway, site, visitor);
  const events: ConversationEvent[] = [];
  socket.on('conversation:event', (event) => events.push(event));
  await askFor(socket, 'conversation:open', { conversationId });
  await expect
    .poll(() => events, { timeout: 10_000 })
    .toMatchObject([
      { type: 'generation:ended', generationId, state: 'expired', error: { code: 'generation_expired' } },
    ]);
  socket.disconnect();
  const counted = await Promise.all(gateways.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
  expect(counted.join('\n')).toMatch(/frontdesk_gateway_given_up_total\{outcome="expired"\} [1-9]/);
});

test('a customer whom an agent has left waiting is told that they wait for a person again', async () => {
  const { conversationId, visitor } = await storeWithoutJob();
  const { userId } = await createTestMember(database, { siteId: site.id, role: 'agent' });
  await takeOver(database, { siteId: site.id, conversationId, agent: { id: userId, name: 'agent' } });
  const [gateway] = gateways;
  const socket = await connectVisitor(gateway, site, visitor);
  const events: ConversationEvent[] = [];
  socket.on('conversation:event', (event) => events.push(event));
  await askFor(socket, 'conversation:open', { conversationId });
  const longAgo = new Date(Date.now() - 3_600_000);
  await database.conversation.update({
    ...{ where: { id: conversationId }, data: { waitingSince: longAgo, assignedAt: longAgo } },
  });
  await expect
    .poll(() => events, { timeout: 10_000 })
    .toMatchObject([{ type: 'conversation:released', from: { name: 'agent' } }]);
  socket.disconnect();
});

test('a conversation that can’t be stepped on keeps nothing from the others', async () => {
  const held = await storeWithoutJob();
  await database.conversation.update({
    where: { id: held.conversationId },
    data: { state: 'snoozed', snoozedUntil: new Date(Date.now() - 1_000) },
  });
  const { generationId } = await storeWithoutJob();
  await database.generation.update({ where: { id: generationId }, data: { queuedAt: new Date(Date.now() - 60_000) } });
  await database.$transaction(
    async (transaction) => {
      // As the deletion of a customer of whom there is much.
      await transaction.$queryRaw`SELECT id FROM visitor WHERE id = ${held.visitor.id}::uuid FOR UPDATE`;
      await expect.poll(() => jobsOf(generationId), { timeout: 15_000 }).toHaveLength(1);
    },
    { timeout: 18_000 },
  );
}, 20_000);
