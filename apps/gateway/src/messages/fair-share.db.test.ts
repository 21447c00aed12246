import { randomUUID } from 'node:crypto';
import { createApiKey, useTestDatabase } from '@frontdesk/database/testing';
import { connectQueues, openGenerationQueue } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { afterAll, expect, test } from 'vitest';
import { unexpected } from '../../../../scripts/testing/unexpected.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { consumeTestQueue } from '../testing/test-queue.ts';
import { createTestSite, type TestSite } from '../testing/test-site.ts';

const hangUp = new AbortController();

const database = useTestDatabase();
const gateway = await useTestGateway({
  ADDRESS_MINTS_PER_MINUTE: '1000',
  ADDRESS_MESSAGES_PER_MINUTE: '1000',
  TRUST_PROXY: '1',
});
afterAll(async () => {
  hangUp.abort();
});

/** Resolves once the question is stored; nobody waits for the answer. */
async function ask(who: { apiKey: string } | { siteKey: string }, message: string, headers = {}): Promise<string> {
  const response = await fetch(`${gateway.url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...who, message, stream: true }),
    signal: hangUp.signal,
  });
  expect(response.status).toBe(200);
  const where = { question: { text: message } };
  return (await database.generation.findFirstOrThrow({ where, select: { id: true } })).id;
}

async function depthOf(expected: number): Promise<void> {
  const connection = await connectQueues({ ...testServers, onError: unexpected });
  const queue = await openGenerationQueue(connection);
  await expect.poll(() => queue.depth()).toBe(expected);
  await queue.close();
  await connection.close();
}

test('the burst of a site’s own server keeps neither its visitors waiting nor those of other sites', async () => {
  const [busy, quiet] = [await createTestSite(database), await createTestSite(database)] as [TestSite, TestSite];
  const apiKey = await createApiKey(database, { siteId: busy.id, name: 'test' });
  const burst = await Promise.all(Array.from({ length: 60 }, (_, index) => ask({ apiKey }, `Question ${index}`)));
  const visitor = await ask({ siteKey: busy.key }, 'Are you open?');
  const other = await ask({ siteKey: quiet.key }, 'Where are you?');
  await depthOf(62);
  // Nobody claims them here, so that one may be given again.
  const taken = new Set<string>();
  const handle = async ({ generationId }: { generationId: string }) => void taken.add(generationId);
  const consumer = await consumeTestQueue({ concurrency: 1, handle });
  await expect.poll(() => taken.size, { timeout: 60_000 }).toBe(62);
  await consumer.close();
  const served = [...taken];
  expect(served.toSorted()).toEqual([...burst, visitor, other].toSorted());
  // A round or two: what was on its way to the store when it was looked may have the rounds of those before.
  expect(served.indexOf(other)).toBeLessThan(6);
  expect(served.indexOf(visitor)).toBeLessThan(6);
}, 120_000);

test('who asks without a visitor’s token has one turn by their address, however often', async () => {
  const [site, other] = [await createTestSite(database), await createTestSite(database)] as [TestSite, TestSite];
  const flowOf = async (siteKey: string, address: string) => {
    const id = await ask({ siteKey }, `Question ${randomUUID()}`, { 'x-forwarded-for': address });
    return (await database.generation.findUniqueOrThrow({ where: { id } })).queueFlow;
  };
  const [mine, again] = [await flowOf(site.key, '203.0.113.7'), await flowOf(site.key, '203.0.113.7')];
  expect(mine).not.toBeNull();
  expect(again).toBe(mine);
  expect(await flowOf(site.key, '203.0.113.8')).not.toBe(mine);
  expect(await flowOf(other.key, '203.0.113.7')).not.toBe(mine);
  const waiting = await consumeTestQueue({ concurrency: 4, handle: async () => {} });
  await depthOf(0);
  await waiting.close();
});
