import { expect, test, vi } from 'vitest';
import { GatewayError, postToGateway } from '../connection/gateway-request.ts';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { coded } from '../testing/scripted-gateway.ts';
import {
  answering,
  closers,
  log,
  online,
  openChat,
  shows,
  startGateway,
  tickets,
  until,
} from '../testing/session-stage.ts';

/** A page in view, which hears of the network. */
function stubPage(): EventTarget {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible', referrer: '' }));
  closers.push(() => vi.unstubAllGlobals());
  return page;
}

test('a lost acknowledgement stores nothing twice', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  gateway.refuseNext('message:send', 'swallow');
  const session = openChat(gateway);
  await until(session, online);
  session.send('Are you there?');
  // Stored, but the client does not know it: the connection breaks before the acknowledgement.
  await expect.poll(() => gateway.events().length).toBeGreaterThan(0);
  gateway.cut();
  await until(session, (state) => state.connection === 'reconnecting');
  await until(session, shows('sent: Are you there?', 'done: Yes.'));
  expect(gateway.events().filter((event) => event.type === 'message:created')).toHaveLength(1);
});

test('what is written while the connection is away goes out in order, once', async () => {
  const { gateway } = await startGateway(answering('ok'));
  const session = openChat(gateway);
  await until(session, online);
  gateway.refuseNext('connect', coded('unavailable', 50), coded('unavailable', 50));
  gateway.cut();
  await until(session, (state) => state.connection === 'reconnecting');
  session.send('one');
  session.send('two');
  expect(log(session.getState())).toEqual(['sending: one', 'sending: two']);
  await until(session, (state) => state.lastSeq === 6);
  const texts = gateway.events().flatMap((event) => (event.type === 'message:created' ? [event.message.text] : []));
  expect(texts).toEqual(['one', 'two']);
});

test('a chat that was opened without a network connects when it is back, and not when its wait is over', async () => {
  const page = stubPage();
  const { gateway } = await startGateway(answering('ok'));
  const fetch = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('no network'));
  closers.push(() => fetch.mockRestore());
  // Every wait lasts until somebody hurries.
  const random = vi.spyOn(Math, 'random').mockReturnValue(0.999);
  closers.push(() => random.mockRestore());
  const session = openChat(gateway);
  await expect.poll(() => fetch.mock.calls.length, { timeout: 20_000 }).toBeGreaterThan(3);
  fetch.mockRestore();
  page.dispatchEvent(new Event('online'));
  await expect.poll(() => session.getState().connection, { timeout: 1_000 }).toBe('online');
});

test('what waited keeps its order through a reload, also by a clock that went back', async () => {
  const { gateway } = await startGateway(answering('ok'));
  const storage = createMemoryStorage();
  const before = openChat(gateway, storage);
  const now = vi.spyOn(Date, 'now');
  closers.push(() => now.mockRestore());
  const written = Date.now();
  for (const [index, text] of ['one', 'two', 'three', 'four'].entries()) {
    now.mockReturnValue(written - index * 60_000);
    before.send(text);
  }
  before.close();
  now.mockRestore();
  const after = openChat(gateway, storage);
  expect(log(after.getState())).toEqual(['sending: one', 'sending: two', 'sending: three', 'sending: four']);
});

test('a browser without a network is not waited for: what is sent goes out when the connection is back', async () => {
  const page = stubPage();
  const { gateway } = await startGateway(answering('ok'));
  const session = openChat(gateway);
  await until(session, online);
  page.dispatchEvent(new Event('offline'));
  expect(session.getState().connection).toBe('reconnecting');
  session.send('one');
  page.dispatchEvent(new Event('online'));
  await until(session, shows('sent: one', 'done: ok'));
});

test('an unsent message survives a reload, and goes out under the same id', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const before = openChat(gateway, storage);
  await until(before, online);
  gateway.cut();
  await until(before, (state) => state.connection === 'reconnecting');
  before.send('Still there?');
  const clientMessageId = before.getState().outgoing[0]?.clientMessageId;
  before.close();

  const after = openChat(gateway, storage);
  expect(log(after.getState())).toEqual(['sending: Still there?']);
  await until(after, shows('sent: Still there?', 'done: Yes.'));
  const sent = gateway.requests.filter(({ name }) => name === 'message:send');
  expect(sent).toEqual([{ name: 'message:send', payload: { clientMessageId, text: 'Still there?' } }]);
  expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
});

test('a refused token is exchanged, with a new ticket', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  await until(session, online);
  const before = tickets;
  gateway.forgetVisitors();
  gateway.cut();
  await until(session, (state) => state.connection === 'reconnecting');
  session.send('Still me?');
  await until(session, shows('sent: Still me?', 'done: Yes.'));
  expect(tickets).toBe(before + 1);
});

test('a token that is refused in the middle of a request, too', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  gateway.refuseNext('message:send', coded('token_expired'));
  const session = openChat(gateway);
  session.send('Hello?');
  await until(session, shows('sent: Hello?', 'done: Yes.'));
  expect(gateway.requests.filter(({ name }) => name === '/v1/visitor-tokens')).toHaveLength(2);
});

test('an old ticket is replaced by a new one', async () => {
  const { gateway } = await startGateway();
  gateway.refuseNext('/v1/visitor-tokens', coded('ticket_invalid'));
  await until(openChat(gateway), online);
});

test('a refusal for good is shown, and tried again on request', async () => {
  const { gateway } = await startGateway();
  gateway.refuseNext('connect', coded('origin_refused'));
  const session = openChat(gateway);
  const { problem } = await until(session, (state) => state.connection === 'refused');
  expect(problem?.message).toBe('This chat is not available on this web site.');
  session.reconnect();
  await until(session, online);
});

test('an absent gateway is waited for', async () => {
  const { gateway } = await startGateway();
  gateway.refuseNext('/v1/visitor-tokens', coded('unavailable', 30), coded('internal', 30));
  const session = openChat(gateway);
  expect(session.getState().connection).toBe('connecting');
  await until(session, online);
});

test('no answer at all is an error with a sentence', async () => {
  const error = await postToGateway('http://127.0.0.1:1/v1/tickets', {}, {} as never).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(GatewayError);
  expect((error as GatewayError).wire).toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/try again/),
  });
});

test('a request for a token that gets no answer is made again, in place of a chat that connects for ever', async () => {
  const { gateway } = await startGateway(answering('ok'));
  const { timeout } = AbortSignal;
  const patience = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout.call(AbortSignal, 100));
  closers.push(() => patience.mockRestore());
  gateway.refuseNext('/v1/visitor-tokens', 'swallow');
  const session = openChat(gateway);
  await until(session, online);
  expect(gateway.requests.filter(({ name }) => name === '/v1/visitor-tokens')).toHaveLength(2);
});
