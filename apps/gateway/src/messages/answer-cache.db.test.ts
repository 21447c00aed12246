import { randomUUID } from 'node:crypto';
import { readQueueLoad } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage, ConversationEvent, GenerationText } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { startTestGateway, useTestGateway } from '../testing/test-gateway.ts';
import { useTestQueue } from '../testing/test-queue.ts';
import { createTestSite, createTestVisitor, type TestSite } from '../testing/test-site.ts';
import { askFor, connectVisitor } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

let site: TestSite;
/** Generations whose job came out of the queue. */
const queued = new Set<string>();

const database = useTestDatabase();
const gateway = await useTestGateway();
const worker = useTestWorker(database);
await useTestQueue({ concurrency: 8, handle: async ({ generationId }) => void queued.add(generationId) });
beforeEach(async () => {
  site = await createTestSite(database);
});

/** A customer of their own, what they are told, and what they asked. */
async function customer(text: string, at = gateway) {
  const socket = keep(await connectVisitor(at, site, await createTestVisitor(database, site.id)));
  const told: (['words', GenerationText] | [ConversationEvent['type'], ConversationEvent])[] = [];
  socket.on('generation:text', (words) => told.push(['words', words]));
  socket.on('conversation:event', (event) => told.push([event.type, event]));
  const accepted = await askFor<AcceptedMessage>(socket, 'message:send', { clientMessageId: randomUUID(), text });
  return { socket, told, accepted };
}
const kinds = ({ told }: Awaited<ReturnType<typeof customer>>) => told.map(([kind]) => kind);
const wholeAnswer = ['message:created', 'generation:queued', 'words', 'generation:done'];
const isQueued = ({ accepted }: Awaited<ReturnType<typeof customer>>) => queued.has(accepted.generationId);

test('a repeated question is answered at once, its words before its end, and never reaches a worker', async () => {
  const first = await customer('Do you ship to Spain?');
  const answer = await worker.claim(first.accepted.generationId);
  await answer.say('Yes, we do.');
  await answer.finishAndKeep('do you ship to spain');
  const second = await customer(' do you  ship to SPAIN');
  await expect.poll(() => kinds(second)).toEqual(wholeAnswer);
  expect(second.told[2]?.[1]).toMatchObject({ position: 0, text: 'Yes, we do.' });
  expect(Object.keys(second.accepted).toSorted()).toEqual([
    'conversationId',
    'duplicate',
    'generationId',
    'messageId',
    'seq',
  ]);
  await expect(worker.claim(second.accepted.generationId)).rejects.toThrow('nothing to claim');
  const { gatewayTtftMs, cachedFromId } = await database.generation.findUniqueOrThrow({
    where: { id: second.accepted.generationId },
  });
  expect(cachedFromId).toBe(first.accepted.generationId);
  await expect.poll(async () => gatewayTtftMs ?? (await timeOf(second.accepted.generationId)) ?? 0).toBeGreaterThan(0);
});

const timeOf = async (id: string) => (await database.generation.findUniqueOrThrow({ where: { id } })).gatewayTtftMs;

test('what is asked within a conversation is for the model', async () => {
  const { socket, accepted } = await customer('Do you ship to Spain?');
  const answer = await worker.claim(accepted.generationId);
  await answer.say('Yes.');
  await answer.finishAndKeep('do you ship to spain');
  const { conversationId } = accepted;
  const again = { clientMessageId: randomUUID(), conversationId, text: 'Do you ship to Spain?' };
  const { generationId } = await askFor<AcceptedMessage>(socket, 'message:send', again);
  await worker.claim(generationId);
});

test('of equal questions that come together one is made, and all are answered', async () => {
  const first = await customer('Are you open on Sunday?');
  const others = await Promise.all([customer('are you open on sunday'), customer('Are you open on Sunday!')]);
  const answer = await worker.claim(first.accepted.generationId);
  await answer.say('No, we are closed.');
  await answer.finishAndKeep('are you open on sunday');
  for (const other of others) {
    await expect.poll(() => kinds(other)).toEqual(wholeAnswer);
    expect(other.told[2]?.[1]).toMatchObject({ text: 'No, we are closed.' });
  }
});

test('where the first one came to nothing that is kept, the others are queued', async () => {
  const first = await customer('Where is my parcel?');
  const other = await customer('Where is my parcel?');
  await expect.poll(() => isQueued(first)).toBe(true);
  expect(isQueued(other)).toBe(false);
  // Nor do other gateways count it.
  const waiting = async () => (await readQueueLoad(database, { paceMs: 1 })).waiting.map(({ id }) => id);
  await expect.poll(waiting).not.toContain(other.accepted.generationId);
  const answer = await worker.claim(first.accepted.generationId);
  await answer.say('I will ask a colleague.');
  await answer.finish();
  await expect.poll(() => isQueued(other)).toBe(true);
});

test('a gateway that stops queues those who wait for the answer of another', async () => {
  const stopping = await startTestGateway();
  const first = await customer('Do you wrap gifts?', stopping);
  const other = await customer('Do you wrap gifts?', stopping);
  await expect.poll(() => isQueued(first)).toBe(true);
  expect(isQueued(other)).toBe(false);
  // The other gateway does not look for its job before that.
  const queuedAt = new Date(Date.now() + 3_600_000);
  await database.generation.update({ where: { id: other.accepted.generationId }, data: { queuedAt } });
  await stopping.close();
  await expect.poll(() => isQueued(other)).toBe(true);
});

test('where the first one takes long, the others are queued', async () => {
  await customer('How long does it take?');
  const other = await customer('How long does it take?');
  await expect.poll(() => isQueued(other)).toBe(true);
});

test('a site’s operator may do without', async () => {
  const plain = await startTestGateway({ ANSWER_CACHE: 'off' });
  try {
    const first = await customer('Do you ship?', plain);
    const answer = await worker.claim(first.accepted.generationId);
    await answer.say('Yes.');
    await answer.finishAndKeep('do you ship');
    const second = await customer('Do you ship?', plain);
    await worker.claim(second.accepted.generationId);
  } finally {
    await plain.close();
  }
});
