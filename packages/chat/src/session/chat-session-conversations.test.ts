import { expect, test } from 'vitest';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { answering, log, online, openChat, shows, startGateway, until } from '../testing/session-stage.ts';

/** Of one visitor. */
async function openTwoTabs(gateway: Parameters<typeof openChat>[0]) {
  const storage = createMemoryStorage();
  const one = openChat(gateway, storage);
  await until(one, online);
  const two = openChat(gateway, storage);
  await until(two, online);
  return [one, two, storage] as const;
}

/** Has two conversations, the second of which is shown. @returns their ids */
async function haveTwo(session: ReturnType<typeof openChat>): Promise<[first: string, second: string]> {
  session.send('One');
  const first = (await until(session, shows('sent: One', 'done: Yes.'))).conversationId ?? '';
  session.startConversation();
  session.send('Two');
  const second = (await until(session, shows('sent: Two', 'done: Yes.'))).conversationId ?? '';
  return [first, second];
}

/** A browser whose visitor has left while "Two" waits to begin a conversation beside that of "One". */
async function leaveWaiting() {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  session.send('One');
  await until(session, shows('sent: One', 'done: Yes.'));
  session.startConversation();
  gateway.refuseNext('message:send', coded('busy', 60_000));
  session.send('Two');
  await until(session, ({ outgoing }) => outgoing[0]?.error?.code === 'busy');
  session.close();
  return { gateway, storage };
}

test('a new conversation begins with its first message; the earlier one is found again, and gone on with', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  const first = (await until(session, shows('sent: One', 'done: Yes.'))).conversationId ?? '';
  session.startConversation();
  expect(session.getState()).toMatchObject({ conversationId: null, blank: true, entries: [] });
  // A new connection does not bring the earlier one back.
  gateway.cut();
  await until(session, (state) => state.connection === 'reconnecting');
  await until(session, online);
  expect(log(session.getState())).toEqual([]);
  session.send('Two');
  const second = await until(session, shows('sent: Two', 'done: Yes.'));
  expect(second.conversationId).not.toBe(first);
  const { conversations } = await session.listConversations();
  expect(conversations.map(({ firstText, unread }) => [firstText, unread])).toEqual([
    ['Two', 1],
    ['One', 1],
  ]);
  session.markRead();
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.'));
  session.markRead();
  session.markRead();
  session.send('Three');
  await until(session, shows('sent: One', 'done: Yes.', 'sent: Three', 'done: Yes.'));
  expect((await session.listConversations()).conversations.map(({ unread }) => unread)).toEqual([0, 1]);
  expect(gateway.requests.filter(({ name }) => name === 'conversation:read')).toHaveLength(2);
});

test('what was read while the gateway could not note it is told to it again', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  await until(session, shows('sent: One', 'done: Yes.'));
  const reads = () => gateway.requests.filter(({ name }) => name === 'conversation:read');
  gateway.refuseNext('conversation:read', 'swallow');
  session.markRead();
  await expect.poll(reads).toHaveLength(1);
  gateway.cut();
  await until(session, (state) => state.connection === 'reconnecting');
  await until(session, online);
  session.markRead();
  await expect.poll(reads).toHaveLength(2);
});

test('a reload comes back to the conversation that was turned to', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  session.send('One');
  const first = (await until(session, shows('sent: One', 'done: Yes.'))).conversationId ?? '';
  session.startConversation();
  session.close();
  const blank = openChat(gateway, storage);
  await until(blank, online);
  expect(log(blank.getState())).toEqual([]);
  blank.send('Two');
  await until(blank, shows('sent: Two', 'done: Yes.'));
  blank.openConversation(first);
  blank.close();
  await until(openChat(gateway, storage), shows('sent: One', 'done: Yes.'));
});

test('a reload comes back to the conversation that began after the wish for a new one, in mid-answer', async () => {
  const { gateway, answers } = await startGateway();
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  session.startConversation();
  session.send('One');
  await until(session, shows('sent: One', 'waiting: '));
  answers[0]?.say('It ');
  await until(session, shows('sent: One', 'streaming: It '));
  session.close();
  await until(openChat(gateway, storage), shows('sent: One', 'streaming: It '));
});

test('a conversation that is left and opened again while its pages come is read from its beginning', async () => {
  const { gateway } = await startGateway({ ...answering('Yes.'), pageSize: 1 });
  const session = openChat(gateway);
  const [first, second] = await haveTwo(session);
  session.openConversation(first);
  await until(session, ({ conversationId, lastSeq }) => conversationId === first && lastSeq === 1);
  // The next page is on its way.
  session.openConversation(second);
  session.openConversation(first);
  await until(session, ({ lastSeq }) => lastSeq > 1);
  await until(session, shows('sent: One', 'done: Yes.'));
});

test('the link of a letter leads to the newest conversation, whatever was turned to or is still to begin', async () => {
  const { gateway, storage } = await leaveWaiting();
  const { visitorToken } = JSON.parse(storage.get('frontdesk:demo:visitor') ?? '');
  // As long as nothing is said in the other one, this is the newest.
  gateway.refuseNext('message:send', coded('busy', 60_000));
  const getTicket = async () => visitorToken;
  const resumed = openChat(gateway, storage, { resumed: true, getTicket });
  await until(resumed, ({ outgoing }) => outgoing[0]?.error?.code === 'busy');
  expect(log(resumed.getState())).toEqual(['sent: One', 'done: Yes.']);
  resumed.close();
  storage.remove(storage.keys('frontdesk:demo:pending:')[0] ?? '');
  // A reload has no letter.
  await until(openChat(gateway, storage), shows('sent: One', 'done: Yes.'));
});

test('the link of a letter leads to its conversation, though another is newer, and a reload comes back there', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  const [conversationId] = await haveTwo(session);
  session.close();
  const { visitorToken } = JSON.parse(storage.get('frontdesk:demo:visitor') ?? '');
  const elsewhere = createMemoryStorage();
  const getTicket = async () => visitorToken;
  const resumed = openChat(gateway, elsewhere, { resumed: true, conversationId, getTicket });
  await until(resumed, shows('sent: One', 'done: Yes.'));
  resumed.close();
  await until(openChat(gateway, elsewhere), shows('sent: One', 'done: Yes.'));
});

test('two tabs of a visitor show the same: what one sends, begins and deletes, the other follows', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const [one, two] = await openTwoTabs(gateway);
  one.send('One');
  await until(two, shows('sent: One', 'done: Yes.'));
  two.send('Two');
  await until(one, shows('sent: One', 'done: Yes.', 'sent: Two', 'done: Yes.'));
  one.startConversation();
  one.send('Three');
  const third = (await until(two, shows('sent: Three', 'done: Yes.'))).conversationId ?? '';
  await two.deleteConversation(third);
  await until(one, (state) => state.blank);
  expect(two.getState()).toMatchObject({ blank: true, conversationId: null });
  expect((await one.listConversations()).conversations.map(({ firstText }) => firstText)).toEqual(['One']);
});

test('what is written without a connection goes to the conversation that it was written in', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  const first = (await until(session, shows('sent: One', 'done: Yes.'))).conversationId ?? '';
  gateway.refuseNext('connect', coded('unavailable', 50));
  gateway.cut();
  await until(session, (state) => state.connection === 'reconnecting');
  session.send('Two');
  session.startConversation();
  expect(log(session.getState())).toEqual([]);
  const sent = await until(session, (state) => state.connection === 'online' && state.outgoing.length === 0);
  expect(sent).toMatchObject({ conversationId: null, blank: true });
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.', 'sent: Two', 'done: Yes.'));
});

test('what waits to begin a conversation goes into no other one, and is shown in none', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  const first = (await until(session, shows('sent: One', 'done: Yes.'))).conversationId ?? '';
  session.startConversation();
  gateway.refuseNext('message:send', coded('busy', 100));
  session.send('Two');
  session.send('Three');
  await until(session, ({ outgoing }) => outgoing[0]?.error?.code === 'busy');
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.'));
  const after = await until(session, ({ outgoing }) => outgoing.length === 0);
  expect(log(after)).toEqual(['sent: One', 'done: Yes.']);
  const { conversations } = await session.listConversations();
  expect(conversations.map(({ firstText }) => firstText)).toEqual(['Two', 'One']);
  session.openConversation(conversations[0]?.conversationId ?? '');
  await until(session, shows('sent: Two', 'done: Yes.', 'sent: Three', 'done: Yes.'));
});

test('after a reload, too, what waits to begin a conversation begins it, and what follows is in the same one', async () => {
  const { gateway } = await startGateway({
    onQuestion({ question, done }) {
      done();
      // What was written after it stays behind.
      if (question === 'Two') gateway.refuseNext('message:send', coded('busy', 60_000));
    },
  });
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  session.send('One');
  const first = (await until(session, shows('sent: One', 'done: '))).conversationId ?? '';
  session.startConversation();
  gateway.refuseNext('message:send', coded('busy', 60_000));
  session.send('Two');
  session.send('Three');
  await until(session, ({ outgoing }) => outgoing[0]?.error?.code === 'busy');
  session.openConversation(first);
  session.close();
  const reloaded = openChat(gateway, storage);
  await until(reloaded, ({ outgoing }) => outgoing.length === 1 && outgoing[0]?.error?.code === 'busy');
  expect(log(reloaded.getState())).toEqual(['sent: One', 'done: ']);
  reloaded.close();
  const again = openChat(gateway, storage);
  await until(again, (state) => online(state) && state.outgoing.length === 0);
  const { conversations } = await again.listConversations();
  expect(conversations.map(({ firstText }) => firstText)).toEqual(['Two', 'One']);
  again.openConversation(conversations[0]?.conversationId ?? '');
  await until(again, shows('sent: Two', 'done: ', 'sent: Three', 'done: '));
});

test('a reload shows what waits to begin a conversation where nothing else was turned to', async () => {
  const { gateway, storage } = await leaveWaiting();
  // It was turned to more than an hour ago.
  storage.remove('frontdesk:demo:conversation');
  await until(openChat(gateway, storage), shows('sent: Two', 'done: Yes.'));
});

test('what waits to begin a conversation follows another tab into the one that it begins', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const [one, two] = await openTwoTabs(gateway);
  for (const tab of [one, two]) tab.startConversation();
  gateway.refuseNext('message:send', coded('busy', 200));
  one.send('One');
  await until(one, ({ outgoing }) => outgoing[0]?.error?.code === 'busy');
  two.send('Two');
  await Promise.all([one, two].map((tab) => until(tab, shows('sent: Two', 'done: Yes.', 'sent: One', 'done: Yes.'))));
});

test('what is unread is counted in every conversation; what is so elsewhere is news', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  await haveTwo(session);
  session.close();
  const nextPage = openChat(gateway, storage);
  await until(nextPage, shows('sent: Two', 'done: Yes.'));
  expect(nextPage.getState().newsElsewhere).toBe(false);
  expect(await nextPage.countUnread()).toBe(2);
  expect(nextPage.getState().newsElsewhere).toBe(true);
});

test('an answer that ends in another conversation is news', async () => {
  const { gateway, answers } = await startGateway();
  const session = openChat(gateway);
  session.send('One');
  await until(session, shows('sent: One', 'waiting: '));
  session.startConversation();
  answers[0]?.say('Yes.');
  answers[0]?.done();
  await until(session, (state) => state.newsElsewhere);
  await session.listConversations();
  expect(session.getState().newsElsewhere).toBe(false);
});

test('a message whose conversation was deleted elsewhere goes into no other one, and leaves what is shown as it is', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  const [first, second] = await haveTwo(session);
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.'));
  // Written there, and sent when the visitor is in the other one.
  gateway.refuseNext('message:send', coded('busy', 50), coded('conversation_unknown'));
  session.send('Where is it?');
  session.openConversation(second);
  await until(session, shows('sent: Two', 'done: Yes.'));
  const state = await until(session, ({ problem }) => problem?.code === 'conversation_unknown');
  expect(state).toMatchObject({ conversationId: second, outgoing: [] });
  expect(log(state)).toEqual(['sent: Two', 'done: Yes.']);
  expect(gateway.requests.filter(({ name }) => name === 'message:send')).toHaveLength(4);
});

test('a reload finds the conversation gone: what waited in it goes into no other one', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const session = openChat(gateway, storage);
  const [first] = await haveTwo(session);
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.'));
  gateway.refuseNext('message:send', coded('busy', 60_000));
  session.send('Where is it?');
  await until(session, ({ outgoing }) => outgoing[0]?.error?.code === 'busy');
  session.close();
  const reloaded = openChat(gateway, storage);
  gateway.refuseNext('conversation:open', coded('conversation_unknown'));
  const state = await until(reloaded, online);
  expect(state).toMatchObject({ conversationId: null, blank: true, outgoing: [] });
  expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
  reloaded.send('Three');
  await until(reloaded, shows('sent: Three', 'done: Yes.'));
  const { conversations } = await reloaded.listConversations();
  expect(conversations.map(({ firstText }) => firstText)).toEqual(['Three', 'Two', 'One']);
  expect(gateway.requests.filter(({ name }) => name === 'message:send')).toHaveLength(4);
});

test.each(['here', 'in another tab'])(
  'what waits in a conversation that is deleted %s is kept no longer',
  async (place) => {
    const { gateway, answers } = await startGateway(answering('Yes.'));
    const [one, two, storage] = await openTwoTabs(gateway);
    one.send('One');
    const conversationId = (await until(one, shows('sent: One', 'done: Yes.'))).conversationId ?? '';
    gateway.refuseNext('message:send', coded('site_limit_reached'));
    one.send('My secret');
    await until(one, ({ outgoing }) => outgoing[0]?.status === 'failed');
    gateway.refuseNext('generation:rate', coded('rate_limited', 60_000));
    one.feedback.rateAnswer(answers[0]?.generationId ?? '', 'down', 'Another secret');
    one.feedback.rateConversation(1, 'And one more');
    expect(storage.keys('frontdesk:demo:pending:')).toHaveLength(3);
    await (place === 'here' ? one : two).deleteConversation(conversationId);
    const state = await until(one, ({ blank }) => blank);
    expect(state).toMatchObject({ outgoing: [], feedback: { wishes: [] } });
    expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
  },
);

test('what waits in a conversation that another tab deletes is kept no longer where another one is shown', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const [one, two, storage] = await openTwoTabs(gateway);
  one.send('One');
  const first = (await until(one, shows('sent: One', 'done: Yes.'))).conversationId ?? '';
  gateway.refuseNext('message:send', coded('site_limit_reached'));
  one.send('My secret');
  await until(one, ({ outgoing }) => outgoing[0]?.status === 'failed');
  one.startConversation();
  one.send('Two');
  await Promise.all([one, two].map((tab) => until(tab, shows('sent: Two', 'done: Yes.'))));
  await two.deleteConversation(first);
  expect(two.getState().conversationId).not.toBeNull();
  const state = await until(one, ({ outgoing }) => outgoing.length === 0);
  expect(log(state)).toEqual(['sent: Two', 'done: Yes.']);
  expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
});

test('a new conversation does not wait for the answer of the one before; what is written there stays in order', async () => {
  const { gateway, answers } = await startGateway();
  const session = openChat(gateway);
  session.send('One');
  const first = (await until(session, shows('sent: One', 'waiting: '))).conversationId ?? '';
  const inProgress = coded('answer_in_progress', 200);
  gateway.refuseNext('message:send', inProgress);
  session.send('Two');
  session.send('Three');
  await until(session, ({ outgoing }) => outgoing[0]?.error?.code === 'answer_in_progress');
  session.startConversation();
  gateway.refuseNext('message:send', inProgress);
  session.send('Elsewhere');
  const state = await until(session, shows('sent: Elsewhere', 'waiting: '));
  expect(state.outgoing.map(({ text }) => text)).toEqual(['Two', 'Three']);
  session.openConversation(first);
  await until(session, ({ outgoing }) => outgoing.length === 0);
  expect(answers.map(({ question }) => question)).toEqual(['One', 'Elsewhere', 'Two', 'Three']);
});
