import { readWidgetSettings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { makeUuid } from '../outgoing/uuid.ts';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { answering, log, openChat, shows, startGateway, until } from '../testing/session-stage.ts';

test('too fast: says so, and sends it again when it may', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  gateway.refuseNext('message:send', coded('rate_limited', 80));
  const session = openChat(gateway);
  session.send('Hello?');
  const waiting = await until(session, (state) => state.outgoing[0]?.error != null);
  expect(waiting.outgoing[0]).toMatchObject({ status: 'sending', error: { code: 'rate_limited' } });
  await until(session, shows('sent: Hello?', 'done: Yes.'));
});

test('a question during an answer waits for its end', async () => {
  const { gateway, answers } = await startGateway();
  const session = openChat(gateway);
  session.send('one');
  await until(session, shows('sent: one', 'waiting: '));
  gateway.refuseNext('message:send', coded('answer_in_progress', 60_000));
  session.send('two');
  await until(session, (state) => state.outgoing[0]?.error?.code === 'answer_in_progress');
  answers[0]?.say('ok');
  answers[0]?.done();
  await until(session, shows('sent: one', 'done: ok', 'sent: two', 'waiting: '));
});

test('a message that can not be sent says why, and is sent again on request', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  gateway.refuseNext('message:send', coded('site_limit_reached'));
  const session = openChat(gateway);
  session.send('Hello?');
  const { outgoing } = await until(session, (state) => state.outgoing[0]?.status === 'failed');
  expect(outgoing[0]?.error?.message).toBe('This chat has reached its limit for today. It goes on tomorrow.');
  session.resend(outgoing[0]?.clientMessageId ?? '');
  await until(session, shows('sent: Hello?', 'done: Yes.'));
});

test('a message whose files are gone is sent without them on request', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  gateway.refuseNext('message:send', coded('attachment_unknown'));
  const session = openChat(gateway);
  session.send('My receipt', [{ id: makeUuid(), name: 'receipt.txt', type: 'text/plain', bytes: 4 }]);
  const { outgoing } = await until(session, (state) => state.outgoing[0]?.status === 'failed');
  session.resend(outgoing[0]?.clientMessageId ?? '');
  await until(session, shows('sent: My receipt', 'done: Yes.'));
  const sends = gateway.requests.filter(({ name }) => name === 'message:send').map(({ payload }) => payload);
  expect(sends).toMatchObject([{ attachmentIds: [expect.anything()] }, { text: 'My receipt' }]);
  expect(sends[1]).not.toHaveProperty('attachmentIds');
});

test('a message that can not be sent is put away on request, for good', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  gateway.refuseNext('message:send', coded('site_limit_reached'));
  const session = openChat(gateway, storage);
  session.send('Hello?');
  const { outgoing } = await until(session, (state) => state.outgoing[0]?.status === 'failed');
  session.discard(outgoing[0]?.clientMessageId ?? '');
  expect(log(session.getState())).toEqual([]);
  expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
});

test('a message that is taken only of who says first who they are waits until they did', async () => {
  const settings = readWidgetSettings({ preChat: { email: 'required' } });
  const { gateway } = await startGateway({ ...answering('Yes.'), settings });
  gateway.refuseNext('message:send', coded('details_required'));
  const session = openChat(gateway);
  session.send('Hello?');
  const waiting = await until(session, ({ visitor }) => visitor !== null);
  expect(waiting.visitor).toMatchObject({ email: null, preChat: { name: 'off', email: 'required' } });
  expect(waiting.outgoing[0]).toMatchObject({ status: 'sending', error: { code: 'details_required' } });
  expect(await session.introduction.introduce({ email: 'ann@example.org' })).toBeNull();
  await until(session, shows('sent: Hello?', 'done: Yes.'));
  expect(gateway.requests.filter(({ name }) => name === 'message:send')).toHaveLength(2);
});

test('a conversation that is gone is left behind, with what was written in it; what is written next begins another', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  session.send('One');
  const first = (await until(session, shows('sent: One', 'done: Yes.'))).conversationId;
  session.startConversation();
  session.send('Two');
  await until(session, shows('sent: Two', 'done: Yes.'));
  gateway.refuseNext('message:send', coded('conversation_unknown'));
  session.send('Are you there?');
  const left = await until(session, ({ problem }) => problem?.code === 'conversation_unknown');
  expect(left).toMatchObject({ conversationId: null, blank: true, outgoing: [], entries: [] });
  expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
  session.send('Three');
  const next = await until(session, shows('sent: Three', 'done: Yes.'));
  expect(next.conversationId).not.toBe(first);
});

test('what is to begin a conversation is not sent again by itself where the gateway knows none', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  gateway.refuseNext('message:send', coded('conversation_unknown'));
  session.send('Hello?');
  await until(session, shows('failed: Hello?'));
});
