import { expect, test } from 'vitest';
import { coded } from '../testing/scripted-gateway.ts';
import { answering, online, openChat, shows, startGateway, until } from '../testing/session-stage.ts';

test('what the visitor types is told, and a gateway that knows nothing of it does no harm', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  const told = () =>
    gateway.requests.filter(({ name }) => name === 'conversation:typing').map(({ payload }) => payload);
  // There is nothing yet that somebody could look at.
  session.typing(true);
  session.typing(false);
  session.send('One');
  const { conversationId } = await until(session, shows('sent: One', 'done: Yes.'));
  gateway.refuseNext('conversation:typing', coded('bad_request'));
  session.typing(true);
  session.typing(true);
  session.typing(false);
  await expect.poll(told).toEqual([
    { conversationId, typing: true },
    { conversationId, typing: false },
  ]);
  expect(session.getState()).toMatchObject({ connection: 'online', problem: null });
});

test('a person who types is shown until they stop, or their message is here', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  await until(session, shows('sent: One', 'done: Yes.'));
  gateway.agentTypes('Ada');
  await until(session, ({ typing }) => typing === 'Ada');
  gateway.agentTypes('Ada', false);
  await until(session, ({ typing }) => typing === null);
  gateway.agentTypes('Ada');
  await until(session, ({ typing }) => typing === 'Ada');
  gateway.agentSays('Hello');
  const { typing } = await until(session, shows('sent: One', 'done: Yes.', 'agent: Hello'));
  expect(typing).toBeNull();
});

test('who comes and leaves changes what an open chat knows', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  await until(session, online);
  gateway.peopleChange({ available: true });
  await until(session, ({ feedback }) => feedback.available === true);
  gateway.peopleChange({ available: false, backAt: '2026-01-05T08:00:00.000Z' });
  const { feedback } = await until(session, (state) => state.feedback.available === false);
  expect(feedback.backAt).toBe('2026-01-05T08:00:00.000Z');
});

test('what is written right after the wish for a person is in the conversation that the wish began', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  await until(session, online);
  session.feedback.requestPerson();
  session.send('It broke');
  const { conversationId } = await until(session, shows('hand-over: person', 'sent: It broke', 'done: Yes.'));
  const sent = gateway.requests.filter(({ name }) => name === 'message:send');
  expect(sent).toMatchObject([{ payload: { conversationId } }]);
});

test('a wish that is refused holds up no message', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  await until(session, online);
  gateway.refuseNext('person:request', coded('people_off'));
  session.feedback.requestPerson();
  session.send('It broke');
  await until(session, shows('sent: It broke', 'done: Yes.'));
});

test('a second wish for a person, after nothing was written to the first, shows that it is waited for one', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  await until(session, online);
  session.feedback.requestPerson();
  await until(session, shows('hand-over: person'));
  session.startConversation();
  await until(session, shows());
  session.feedback.requestPerson();
  await until(session, shows('hand-over: person'));
});
