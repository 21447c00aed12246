import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createApiKey, useTestDatabase } from '@frontdesk/database/testing';
import type { Notice } from '@frontdesk/protocol';
import { openNoticePublisher } from '@frontdesk/queue';
import { testServers } from '@frontdesk/queue/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromJSONSchema } from 'zod';
import { keepForAll } from '../../../scripts/testing/keep.ts';
import { unexpected } from '../../../scripts/testing/unexpected.ts';
import { createTestOwner, signInCookie } from './testing/test-admin.ts';
import { connectAgent } from './testing/test-agent.ts';
import { useTestGateway } from './testing/test-gateway.ts';
import { useTestQueue } from './testing/test-queue.ts';
import { createTestSite, type TestSite } from './testing/test-site.ts';
import { ask, connected, visitorSocket } from './testing/test-socket.ts';
import { useTestWorker } from './testing/test-worker.ts';

// This gateway beside clients and workers of a version before: what those send is sent to it, its replies are read as those
// read them. Both as frozen when that version was released (packages/protocol/compatibility).

type Frozen = Record<string, { schema: Parameters<typeof fromJSONSchema>[0]; examples: Fields[] }>;
type Fields = Record<string, unknown>;

const folder = new URL('../../../packages/protocol/compatibility/versions/', import.meta.url);
const versions = readdirSync(folder).map((file): [string, Frozen] => [
  file.replace(/\.json$/, ''),
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')),
]);

const jobs: Fields[] = [];
const closers: (() => unknown)[] = [];

const database = useTestDatabase();
const gateway = await useTestGateway({ ANSWER_CACHE: 'off' });
const worker = useTestWorker(database);
const notices = keepForAll(openNoticePublisher({ ...testServers, onError: unexpected }));
await useTestQueue({ concurrency: 4, handle: async (job) => void jobs.push({ ...job }) });
await createTestOwner(database);
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

describe.each(versions)('version %s', (_version, frozen) => {
  let site: TestSite;
  let apiKey: string;
  const sent = new Set<string>();

  beforeAll(async () => {
    site = await createTestSite(database);
    apiKey = await createApiKey(database, { siteId: site.id, name: 'server' });
  });

  /** What that version sends under a name, fewest fields first; ids and keys that it names are real ones, where `values` has them. */
  function requests(name: string, values: Fields = {}): Fields[] {
    sent.add(name);
    const examples = (frozen[name]?.examples ?? []).toSorted((a, b) => Object.keys(a).length - Object.keys(b).length);
    return examples.map((example) => {
      const real: Fields = { siteKey: site.key, apiKey, clientMessageId: randomUUID(), ...values };
      return Object.fromEntries(Object.entries(example).map(([key, value]) => [key, real[key] ?? value]));
    });
  }
  /** Reads a reply as that version does. @throws where it could not */
  function read(name: string, reply: unknown): Fields {
    const { schema } = frozen[name] ?? {};
    if (!schema) throw new Error(`that version reads no ${name}`);
    return fromJSONSchema(schema).parse(reply) as Fields;
  }
  const typesOf = (name: string) => new Set(frozen[name]?.examples.map(({ type }) => type));

  async function post(path: string, body: Fields, headers: Record<string, string> = {}) {
    const response = await fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: site.origin, ...headers },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
    return text;
  }
  const postForJson = async (...request: Parameters<typeof post>) => JSON.parse(await post(...request));

  async function newVisitor(): Promise<Fields> {
    let visitor: Fields = {};
    for (const request of requests('ticketRequest')) {
      const { ticket } = read('ticketResponse', await postForJson('/v1/tickets', request));
      for (const wanted of requests('visitorTokenRequest', { ticket, visitorToken: visitor.visitorToken })) {
        const reply = await postForJson('/v1/visitor-tokens', wanted, { origin: gateway.url });
        visitor = read('visitorTokenResponse', reply);
      }
    }
    return visitor;
  }

  /** Answers what waits in the site as a worker of that version would tell of it. */
  async function answerNext(text: string): Promise<string> {
    const where = { siteId: site.id, state: 'queued' as const };
    await expect.poll(() => database.generation.count({ where })).toBe(1);
    const { id: generationId, conversationId } = await database.generation.findFirstOrThrow({ where });
    const answer = await worker.claim(generationId);
    await answer.say(text, 'untold');
    const words = frozen.notice?.examples.find(({ kind, text: told }) => kind === 'words' && told !== null);
    notices.publish({ ...words, siteId: site.id, conversationId, generationId, position: 0, text } as Notice);
    await answer.finish();
    return generationId;
  }

  test('a chat of that version talks to this gateway', async () => {
    const { visitorToken } = await newVisitor();
    const told: [string, unknown][] = [];
    const [handshake] = requests('visitorHandshake', { visitorToken });
    const socket = visitorSocket(gateway, handshake, { origin: gateway.url });
    closers.push(() => socket.disconnect());
    for (const name of ['conversation:event', 'generation:text', 'generation:waiting'] as const) {
      socket.on(name, (payload: unknown) => void told.push([name, payload]));
    }
    await connected(socket);
    const request = async (name: string, values: Fields = {}): Promise<unknown[]> => {
      const replies: unknown[] = [];
      for (const payload of requests(name, values)) {
        const result = await ask<unknown>(socket, name, payload);
        if (!result.ok) throw new Error(`${name}: ${result.error.code}`);
        replies.push(result.data);
      }
      return replies;
    };

    // Without a conversation the first one begins.
    const [begins, ...later] = requests('message:send');
    const begun = await ask(socket, 'message:send', begins);
    if (!begun.ok) throw new Error(begun.error.code);
    const { conversationId, generationId } = read('acceptedMessage', begun.data);
    const waiting = () => told.filter(([name]) => name === 'generation:waiting');
    await expect.poll(() => waiting().length).toBeGreaterThan(0);
    await answerNext('We do.');
    await expect.poll(() => told.filter(([name]) => name === 'generation:text').length).toBeGreaterThan(0);
    for (const reply of await request('generation:read', { generationId })) {
      expect(read('readGeneration', reply)).toMatchObject({ state: 'done', text: ' do.' });
    }
    for (const reply of await request('conversation:open', { conversationId, afterSeq: 1 })) {
      const { events, lastSeq } = read('openedConversation', reply);
      expect((events as Fields[]).at(-1)).toMatchObject({ seq: lastSeq });
    }
    for (const payload of requests('generation:first-words', { generationId })) {
      socket.emit('generation:first-words', payload as never);
    }
    const ofClient = async () =>
      (await database.generation.findUniqueOrThrow({ where: { id: String(generationId) } })).clientTtftMs;
    await expect.poll(ofClient).toBe(frozen['generation:first-words']?.examples[0]?.ttftMs);
    for (const one of later) {
      const result = await ask(socket, 'message:send', { ...one, conversationId });
      if (!result.ok) throw new Error(result.error.code);
      const next = read('acceptedMessage', result.data);
      expect(next.conversationId).toBe(conversationId);
      await request('generation:stop', { generationId: next.generationId });
    }

    const known = typesOf('conversationEvent');
    const ended = () => told.some(([, payload]) => (payload as Fields).type === 'generation:ended');
    await expect.poll(ended).toBe(true);
    for (const [name, payload] of told) {
      if (name === 'generation:text') read('generationText', payload);
      else if (name === 'generation:waiting') read('queuePlace', payload);
      else if (known.has((payload as Fields).type)) read('conversationEvent', payload);
    }
    const refused = await ask(socket, 'message:send', {});
    if (refused.ok) throw new Error('an empty message is none');
    read('wireError', refused.error);
  });

  test('a server of that version asks this gateway', async () => {
    const [visitorToken, conversationId] = [(await newVisitor()).visitorToken, undefined];
    let conversation: unknown = conversationId;
    // The last ones go on with the conversation of the first.
    const [first, ...others] = requests('chatRequest', { visitorToken });
    const begun = await Promise.all([postForJson('/v1/chat', { ...first, visitorToken }), answerNext('We do.')]);
    conversation = read('chatResponse', begun[0]).conversationId;
    for (const other of others) {
      const body = 'conversationId' in other ? { ...other, conversationId: conversation } : other;
      const [text] = await Promise.all([post('/v1/chat', body), answerNext('We do.')]);
      if (!body.stream) read('chatResponse', JSON.parse(text));
      else for (const [event, data] of serverSentEvents(text)) read(`stream ${event}`, data);
    }
    for (const request of requests('chatCompletionRequest')) {
      const asking = post('/v1/chat/completions', request, { authorization: `Bearer ${apiKey}` });
      const [text] = await Promise.all([asking, answerNext('We do.')]);
      if (!request.stream) read('chatCompletion', JSON.parse(text));
      else for (const [, data] of serverSentEvents(text)) if (data !== '[DONE]') read('chatCompletionChunk', data);
    }
  });

  test('an inbox of that version lists and watches at this gateway', async () => {
    const agent = await connectAgent(gateway, await signInCookie(gateway), site.id);
    closers.push(() => agent.disconnect());
    const { conversationId } = (await database.generation.findFirstOrThrow({ where: { siteId: site.id } })) as Fields;
    for (const name of ['conversations:list', 'conversation:watch', 'conversation:unwatch']) {
      for (const payload of requests(name, { conversationId })) {
        expect(await ask(agent as never, name, payload)).toMatchObject({ ok: true });
      }
    }
  });

  test('a worker of that version can read the jobs', async () => {
    await expect.poll(() => jobs.length).toBeGreaterThan(0);
    for (const job of jobs) read('generationJob', job);
  });

  test('nothing that it sends is left out here', () => {
    const toGateway = Object.keys(frozen).filter((name) => name.includes(':') || /Request$|Handshake$/.test(name));
    expect([...sent].toSorted()).toEqual(toGateway.toSorted());
  });
});

/** @returns name and data of each */
function serverSentEvents(text: string): [string, unknown][] {
  return text
    .split('\n\n')
    .filter((event) => event.includes('data: '))
    .map((event) => {
      const data = /^data: (.*)$/m.exec(event)?.[1] ?? '';
      return [/^event: (.*)$/m.exec(event)?.[1] ?? '', data.startsWith('{') ? JSON.parse(data) : data];
    });
}
