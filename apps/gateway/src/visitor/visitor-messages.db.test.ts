import { randomUUID } from 'node:crypto';
import { useTestDatabase } from '@frontdesk/database/testing';
import type { AcceptedMessage, ConversationEvent, GenerationText, QueuePlace } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor } from '../testing/test-site.ts';
import { askFor, connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

const database = useTestDatabase();
const gateway = await useTestGateway();
const worker = useTestWorker(database);
const site = await createTestSite(database);

/** All that a socket receives, in order. */
function record(socket: VisitorSocket) {
  const events: ConversationEvent[] = [];
  const words: GenerationText[] = [];
  socket.on('conversation:event', (event) => events.push(event));
  socket.on('generation:text', (text) => words.push(text));
  const ended = new Promise<void>((resolve) => {
    socket.on('conversation:event', (event) => {
      if (event.type === 'generation:done') resolve();
    });
  });
  return { events, words, ended };
}

test('a message is stored, its words arrive once and in order, and its answer ends', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const socket = await connectVisitor(gateway, site, visitor);
  const received = record(socket);
  const accepted = await askFor<AcceptedMessage>(socket, 'message:send', {
    clientMessageId: randomUUID(),
    text: ' How do I return an item? ',
  });
  expect(accepted).toMatchObject({ seq: 1, duplicate: false });

  const answer = await worker.claim(accepted.generationId);
  for (const text of ['You have ', '30 days', ' to return it.']) await answer.say(text);
  await answer.finish();
  await received.ended;

  expect(received.events.map((event) => [event.seq, event.type])).toEqual([
    [1, 'message:created'],
    [2, 'generation:queued'],
    [3, 'generation:done'],
  ]);
  expect(received.words.map(({ position, text }) => [position, text])).toEqual([
    [0, 'You have '],
    [9, '30 days'],
    [16, ' to return it.'],
  ]);
  expect(received.events[0]).toMatchObject({ message: { text: 'How do I return an item?', role: 'visitor' } });
  expect(received.events[2]).toMatchObject({ message: { text: 'You have 30 days to return it.', role: 'assistant' } });
  socket.disconnect();
});

test('a visitor stops an answer; what was said of it stays, and whoever makes it can say no more', async () => {
  const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  const received = record(socket);
  const { generationId } = await askFor<AcceptedMessage>(socket, 'message:send', {
    ...{ clientMessageId: randomUUID(), text: 'Tell me everything' },
  });
  const answer = await worker.claim(generationId);
  await answer.say('It began');
  const stranger = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  await expect(askFor(stranger, 'generation:stop', { generationId })).rejects.toMatchObject({
    code: 'generation_unknown',
  });
  await askFor(socket, 'generation:stop', { generationId });
  await expect
    .poll(() => received.events.at(-1))
    .toMatchObject({
      ...{ type: 'generation:ended', state: 'cancelled', error: { code: 'generation_cancelled' } },
      message: { text: 'It began' },
    });
  await expect(answer.say(' long ago')).rejects.toThrow('refused');
  // Again, as after a lost acknowledgement.
  await askFor(socket, 'generation:stop', { generationId });
  const next = { clientMessageId: randomUUID(), conversationId: received.events[0]?.conversationId, text: 'Shorter' };
  await askFor(socket, 'message:send', next);
  socket.disconnect();
  stranger.disconnect();
});

test('an answer that waits for a worker can be stopped, and is never made', async () => {
  const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
  const { generationId } = await askFor<AcceptedMessage>(socket, 'message:send', {
    ...{ clientMessageId: randomUUID(), text: 'Never mind' },
  });
  await askFor(socket, 'generation:stop', { generationId });
  await expect(worker.claim(generationId)).rejects.toThrow('nothing to claim');
  socket.disconnect();
});

test('who waits is told their place in the queue, and no more of it once there are words', async () => {
  const customers = await Promise.all(
    ['First', 'Second'].map(async (text) => {
      const socket = await connectVisitor(gateway, site, await createTestVisitor(database, site.id));
      const { words } = record(socket);
      const places: QueuePlace[] = [];
      socket.on('generation:waiting', (place) => places.push(place));
      const asked = { clientMessageId: randomUUID(), text };
      return { socket, places, words, accepted: await askFor<AcceptedMessage>(socket, 'message:send', asked) };
    }),
  );
  for (const { places, accepted } of customers) {
    const { conversationId, generationId } = accepted;
    await expect.poll(() => places.at(-1)).toMatchObject({ conversationId, generationId });
  }
  // Both are told of one look, but not heard at one moment; and somebody of another test may wait before or between them.
  await expect
    .poll(() => {
      const [one = 0, other = 0] = customers.map(({ places }) => places.at(-1)?.place);
      return Math.abs(one - other);
    })
    .toBeGreaterThan(0);
  for (const { places, words, accepted, socket } of customers) {
    const answer = await worker.claim(accepted.generationId);
    await answer.say('Yes.');
    await expect.poll(() => words.length).toBe(1);
    const told = places.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(places).toHaveLength(told);
    await answer.finish();
    socket.disconnect();
  }
});
