import { randomUUID } from 'node:crypto';
import { deleteConversation } from '@frontdesk/database';
import { useTestDatabase } from '@frontdesk/database/testing';
import type {
  AcceptedMessage,
  ConversationEvent,
  GenerationText,
  OpenedConversation,
  ReadGeneration,
} from '@frontdesk/protocol';
import { endNoticeConnections } from '@frontdesk/queue/testing';
import { expect, test } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { useTestGateway } from '../testing/test-gateway.ts';
import { createTestSite, createTestVisitor, type TestVisitor } from '../testing/test-site.ts';
import { askFor, connectVisitor, type VisitorSocket } from '../testing/test-socket.ts';
import { useTestWorker } from '../testing/test-worker.ts';

const database = useTestDatabase();
const gateways = [await useTestGateway(), await useTestGateway()] as const;
const worker = useTestWorker(database);
const site = await createTestSite(database);

interface Client {
  socket: VisitorSocket;
  events: ConversationEvent[];
  words: GenerationText[];
  /** The answer as this client has it; fails when words came twice, out of order or with a gap. */
  text(): string;
  open(afterSeq?: number): Promise<OpenedConversation>;
}

async function connect(visitor: TestVisitor, gateway = gateways[0]): Promise<Client> {
  const socket = keep(await connectVisitor(gateway, site, visitor));
  const events: ConversationEvent[] = [];
  const words: GenerationText[] = [];
  let text = '';
  socket.on('conversation:event', (event) => events.push(event));
  socket.on('generation:text', (piece) => words.push(piece));
  return {
    socket,
    events,
    words,
    text() {
      let joined = text;
      for (const piece of words) {
        expect(piece.position).toBe(joined.length);
        joined += piece.text;
      }
      return joined;
    },
    open: (afterSeq) =>
      new Promise((resolve, reject) => {
        socket.emit('conversation:open', { ...(afterSeq === undefined ? {} : { afterSeq }) }, (result) => {
          if (!result.ok || !result.data) return reject(new Error('not opened'));
          // At once: the next words may be in the same read.
          text = result.data.running[0]?.text ?? '';
          words.length = 0;
          resolve(result.data);
        });
      }),
  };
}

const send = (client: Client, text = 'Hello', conversationId?: string) =>
  askFor<AcceptedMessage>(client.socket, 'message:send', { clientMessageId: randomUUID(), text, conversationId });
const ended = (client: Client) => client.events.some(({ type }) => type === 'generation:done');

test('who joins in the middle has the old part at once, and what follows without a gap', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const first = await connect(visitor);
  const { generationId } = await send(first);
  const answer = await worker.claim(generationId);
  await answer.say('One');
  await answer.say(' two');
  await expect.poll(first.text).toBe('One two');

  const second = await connect(visitor);
  const opened = await second.open();
  expect(opened.running).toEqual([{ generationId, state: 'running', text: 'One two' }]);
  expect(opened.events.map(({ type }) => type)).toEqual(['message:created', 'generation:queued']);
  await answer.say(' three');
  await answer.finish();
  await expect.poll(() => ended(first) && ended(second)).toBe(true);
  expect([first.text(), second.text()]).toEqual(['One two three', 'One two three']);
});

test('joining at any moment of a fast answer loses nothing and repeats nothing', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const first = await connect(visitor);
  const answer = await worker.claim((await send(first)).generationId);
  const pieces = Array.from({ length: 60 }, (_, index) => `${index} `);
  const joined: Client[] = [];
  const joining = (async () => {
    for (let count = 0; count < 8; count += 1) {
      const client = await connect(visitor, gateways[count % 2]);
      await client.open();
      joined.push(client);
    }
  })();
  for (const piece of pieces) await answer.say(piece);
  await joining;
  await answer.finish();
  await expect.poll(() => [first, ...joined].every(ended)).toBe(true);
  for (const client of [first, ...joined]) expect(client.text()).toBe(pieces.join(''));
});

test('words that a notice does not carry are read from the log', async () => {
  const client = await connect(await createTestVisitor(database, site.id));
  const answer = await worker.claim((await send(client)).generationId);
  await answer.say('One');
  await answer.say(' two', 'pointer');
  await expect.poll(client.text).toBe('One two');
  await answer.say(' three', 'untold');
  await answer.say(' four');
  await expect.poll(client.text).toBe('One two three four');
  await answer.say(' five', 'untold');
  await answer.finish();
  await expect.poll(() => ended(client)).toBe(true);
  expect(client.text()).toBe('One two three four five');
});

test('words of which no notice arrived come all the same', async () => {
  const client = await connect(await createTestVisitor(database, site.id));
  const answer = await worker.claim((await send(client)).generationId);
  await answer.say('One', 'untold');
  await expect.poll(client.text, { timeout: 10_000 }).toBe('One');
});

test('what happened while the gateways could not listen is relayed when they can again', async () => {
  const client = await connect(await createTestVisitor(database, site.id), gateways[1]);
  const answer = await worker.claim((await send(client)).generationId);
  await answer.say('One');
  await expect.poll(client.text).toBe('One');
  expect(await endNoticeConnections('listening')).toBe(2);
  await answer.say(' two');
  await answer.finish();
  await expect.poll(() => client.events.at(-1)?.type, { timeout: 10_000 }).toBe('generation:done');
  expect(client.text()).toBe('One two');
});

test('a conversation that was deleted while the gateways could not listen is told to be gone when they can again', async () => {
  const [visitor, other] = [await createTestVisitor(database, site.id), await createTestVisitor(database, site.id)];
  const [client, stays] = [await connect(visitor, gateways[1]), await connect(other, gateways[1])];
  const deleted: string[] = [];
  for (const { socket } of [client, stays]) {
    socket.on('conversation:deleted', ({ conversationId }) => deleted.push(conversationId));
  }
  const { conversationId } = await send(client);
  await send(stays);
  // Nobody is told, as by a notice that is lost.
  await deleteConversation(database, {
    siteId: site.id,
    visitorId: visitor.id,
    conversationId,
    normalForm: () => null,
  });
  expect(await endNoticeConnections('listening')).toBe(2);
  await expect.poll(() => deleted).toEqual([conversationId]);
  // The other one is still followed.
  const answer = await worker.claim((await stays.open()).running[0]?.generationId ?? '');
  await answer.say('One');
  await expect.poll(stays.text).toBe('One');
  expect(deleted).toEqual([conversationId]);
});

test('both gateways relay what came in at one of them', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const here = await connect(visitor, gateways[0]);
  const { conversationId, generationId } = await send(here);
  const there = await connect(visitor, gateways[1]);
  await there.open();
  const answer = await worker.claim(generationId);
  await answer.say('One');
  await answer.finish();
  await expect.poll(() => ended(here) && ended(there)).toBe(true);
  expect([here.text(), there.text()]).toEqual(['One', 'One']);
  await send(there, 'And now?', conversationId);
  await expect.poll(() => here.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
});

test('a client that was away gets exactly the events after the last one it has', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const client = await connect(visitor);
  const { conversationId, generationId } = await send(client);
  const answer = await worker.claim(generationId);
  await answer.say('One');
  await answer.finish();
  await expect.poll(() => ended(client)).toBe(true);
  client.socket.disconnect();

  const back = await connect(visitor, gateways[1]);
  const opened = await back.open(1);
  expect(opened).toMatchObject({ conversationId, lastSeq: 3, running: [] });
  expect(opened.events.map(({ seq, type }) => [seq, type])).toEqual([
    [2, 'generation:queued'],
    [3, 'generation:done'],
  ]);
  expect((await back.open(3)).events).toEqual([]);
  expect((await back.open()).events).toHaveLength(3);
});

test('who goes while joining is not followed any more', async () => {
  const visitor = await createTestVisitor(database, site.id);
  const first = await connect(visitor, gateways[1]);
  await send(first);
  for (let count = 0; count < 10; count += 1) {
    const hasty = await connectVisitor(gateways[1], site, visitor);
    hasty.emit('conversation:open', {}, () => {});
    hasty.emit('message:send', { clientMessageId: randomUUID(), text: 'Hello' }, () => {});
    if (count % 2 === 0) await new Promise((resolve) => setImmediate(resolve));
    hasty.disconnect();
  }
  first.socket.disconnect();
  const streams = async () => {
    const figures = await (await fetch(`${gateways[1].url}/metrics`)).text();
    return /^frontdesk_gateway_streams (\d+)$/m.exec(figures)?.[1];
  };
  await expect.poll(async () => (await database.message.count({ where: { visitorId: visitor.id } })) > 1).toBe(true);
  await expect.poll(streams).toBe('0');
});

test('text can be read again from any position', async () => {
  const client = await connect(await createTestVisitor(database, site.id));
  const { generationId } = await send(client);
  const answer = await worker.claim(generationId);
  await answer.say('One');
  await answer.say(' two');
  const read = (position: number) =>
    askFor<ReadGeneration>(client.socket, 'generation:read', { generationId, position });
  expect(await read(0)).toEqual({ generationId, state: 'running', position: 0, text: 'One two' });
  expect((await read(2)).text).toBe('e two');
  expect((await read(7)).text).toBe('');
  expect((await read(70)).text).toBe('');
});

test('the time to the first words is stored once, as the gateway and as the client measured it', async () => {
  const client = await connect(await createTestVisitor(database, site.id));
  const { generationId } = await send(client);
  const answer = await worker.claim(generationId);
  await answer.say(' ');
  await answer.say('One');
  await expect.poll(client.text).toBe(' One');
  const row = () => database.generation.findUniqueOrThrow({ where: { id: generationId } });
  await expect.poll(async () => (await row()).gatewayTtftMs ?? 0).toBeGreaterThan(0);
  const { gatewayTtftMs } = await row();
  await askFor(client.socket, 'generation:first-words', { generationId, ttftMs: 321 });
  await askFor(client.socket, 'generation:first-words', { generationId, ttftMs: 1 });
  await answer.say(' two');
  await answer.finish();
  await expect.poll(() => ended(client)).toBe(true);
  expect(await row()).toMatchObject({ clientTtftMs: 321, gatewayTtftMs });
  const metrics = await (await fetch(`${gateways[0].url}/metrics`)).text();
  // In seconds.
  expect(metrics).toMatch(/^frontdesk_gateway_client_time_to_first_token_seconds_sum 0\.\d+$/m);
  expect(metrics).toMatch(/^frontdesk_gateway_client_time_to_first_token_seconds_count [1-9]$/m);
});
