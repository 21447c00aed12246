import { getEventListeners, once } from 'node:events';
import { createLogger } from '@frontdesk/telemetry';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { HungUp, whileConnected } from './hang-up.ts';

const logger = createLogger({ name: 'test', level: 'silent' });
const stopping = new AbortController().signal;
let app: FastifyInstance;
afterEach(() => app.close());

test.each(['before it is watched', 'while it is watched'])('a client that goes %s is noticed', async (when) => {
  const stop = vi.fn(async () => {});
  let signal: AbortSignal | undefined;
  const gone = new AbortController();
  app = fastify({ forceCloseConnections: true });
  app.get('/', async (_request, reply) => {
    const closed = once(reply.raw, 'close');
    if (when === 'while it is watched') signal = whileConnected(reply, { stopping, logger }, stop);
    gone.abort();
    await closed;
    signal ??= whileConnected(reply, { stopping, logger }, stop);
    return 'late';
  });
  await fetch(await app.listen(), { signal: gone.signal }).catch(() => {});
  await expect.poll(() => stop.mock.calls.length).toBe(1);
  expect(signal?.reason).toBeInstanceOf(HungUp);
});

test('a client that has its reply stops nothing', async () => {
  const stop = vi.fn(async () => {});
  app = fastify({ forceCloseConnections: true });
  app.get('/', async (_request, reply) => {
    whileConnected(reply, { stopping, logger }, stop);
    return 'here';
  });
  const response = await fetch(await app.listen());
  expect(await response.text()).toBe('here');
  await app.close();
  expect(stop).not.toHaveBeenCalled();
});

test('of those who have gone nothing stays with the signal of the gateway’s end, and who waits hears of that', async () => {
  const end = new AbortController();
  const signals: AbortSignal[] = [];
  app = fastify({ forceCloseConnections: true });
  let finish = () => {};
  app.get<{ Querystring: { waits?: string } }>('/', async (request, reply) => {
    signals.push(whileConnected(reply, { stopping: end.signal, logger }, async () => {}));
    if (request.query.waits) await new Promise<void>((resolve) => (finish = resolve));
    return 'here';
  });
  const url = await app.listen();
  for (let times = 0; times < 5; times++) await (await fetch(url)).text();
  await expect.poll(() => getEventListeners(end.signal, 'abort')).toEqual([]);
  const dependants = Object.getOwnPropertySymbols(end.signal).find(
    ({ description }) => description === 'kDependantSignals',
  );
  expect(dependants && (end.signal as unknown as Record<symbol, unknown>)[dependants]).toBeFalsy();

  const waiting = fetch(`${url}?waits=1`);
  await expect.poll(() => signals.length).toBe(6);
  end.abort('the gateway stops');
  expect(signals.at(-1)?.reason).toBe('the gateway stops');
  finish();
  expect(await (await waiting).text()).toBe('here');
});
