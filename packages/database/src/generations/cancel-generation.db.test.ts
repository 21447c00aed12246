import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { readEvents } from '../conversations/conversation-events.ts';
import { takeOver } from '../conversations/conversation-steps.ts';
import { storeOrderAnswer } from '../sites/order-look-ups.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { acceptMessage } from '../testing/test-messages.ts';
import { newSite } from '../testing/test-site.ts';
import { createVisitor } from '../visitors/visitors.ts';
import { storeChunks } from './generation-chunks.ts';
import { cancelGeneration } from './generation-endings.ts';
import { expireOverdue } from './generation-sweep.ts';
import { claimGeneration } from './generations.ts';

const database = useTestDatabase();
let siteId: string;
let visitorId: string;

beforeEach(async () => {
  siteId = await newSite(database);
  visitorId = await createVisitor(database, siteId);
});

const ask = () => acceptMessage(database, { siteId, visitorId });
const row = (id: string) => database.generation.findUniqueOrThrow({ where: { id } });

it('ends an answer that waits: nobody can claim it, nothing was said, and the conversation goes on', async () => {
  const { generationId, conversationId } = await ask();
  const ended = await cancelGeneration(database, { siteId, visitorId, generationId });
  expect(ended).toMatchObject({ conversationId, generationId, seq: 3 });
  expect(await row(generationId)).toMatchObject({ state: 'cancelled', errorCode: 'generation_cancelled' });
  expect(await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 1_000 })).toBeNull();
  const [event] = await readEvents(database, { siteId, conversationId }, 2, 'customer');
  expect(event).toMatchObject({ type: 'generation:ended', state: 'cancelled', message: null });
});

it('keeps what was said of an answer that runs, and refuses what comes after', async () => {
  const { generationId, conversationId } = await ask();
  await claimGeneration(database, { generationId, workerId: 'w', leaseMs: 60_000 });
  const chunk = (firstToken: number, position: number, text: string) => ({
    ...{ generationId, epoch: 1, firstToken, tokenIds: [1], position, text },
  });
  await storeChunks(database, { workerId: 'w', chunks: [chunk(0, 0, 'It began')] });
  await cancelGeneration(database, { siteId, visitorId, generationId });
  const refused = await storeChunks(database, { workerId: 'w', chunks: [chunk(1, 8, ' long ago')] });
  expect(refused).toEqual([generationId]);
  const [event] = await readEvents(database, { siteId, conversationId }, 2, 'customer');
  expect(event).toMatchObject({ type: 'generation:ended', message: { role: 'assistant', text: 'It began' } });
});

it('leaves alone what has ended, and what is somebody else’s', async () => {
  const { generationId } = await ask();
  const other = await createVisitor(database, siteId);
  expect(await cancelGeneration(database, { siteId, visitorId: other, generationId })).toBeNull();
  expect(await cancelGeneration(database, { siteId: randomUUID(), visitorId, generationId })).toBeNull();
  expect(await row(generationId)).toMatchObject({ state: 'queued' });
  await cancelGeneration(database, { siteId, visitorId, generationId });
  expect(await cancelGeneration(database, { siteId, visitorId, generationId })).toBeNull();
});

it.each(['cancelled', 'taken over', 'expired'])(
  'keeps nothing of what was said of an order, where its answer is %s',
  async (how) => {
    const { generationId, conversationId } = await ask();
    await storeOrderAnswer(database, {
      generationId,
      answer: { outcome: 'found', number: 'FE-1', text: 'Left on Monday.' },
    });
    expect((await row(generationId)).orderAnswer).toMatchObject({ outcome: 'found' });
    if (how === 'cancelled') await cancelGeneration(database, { siteId, visitorId, generationId });
    else if (how === 'expired') {
      await database.generation.update({ where: { id: generationId }, data: { deadlineAt: new Date(0) } });
      await expireOverdue(database, { generationId });
    } else {
      const agent = { id: randomUUID(), name: 'Ada' };
      const memberships = { create: { siteId, role: 'agent' as const } };
      await database.user.create({ data: { ...agent, email: `${agent.id}@frontdesk.test`, memberships } });
      await takeOver(database, { siteId, conversationId, agent });
    }
    expect(await row(generationId)).toMatchObject({ finishedAt: expect.any(Date), orderAnswer: null });
  },
);
