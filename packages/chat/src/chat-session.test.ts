import { readWidgetSettings, type SiteAppearance, type WidgetSettings } from '@frontdesk/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { type ChatSession, createChatSession } from './chat-session.ts';
import type { ChatState } from './chat-state.ts';
import { type ChatStorage, createMemoryStorage } from './chat-storage.ts';
import { GatewayError, postToGateway } from './gateway-request.ts';
import { coded, type ScriptedAnswer, startScriptedGateway } from './testing/scripted-gateway.ts';
import { timeline } from './timeline.ts';

const site: SiteAppearance = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] };

type Gateway = Awaited<ReturnType<typeof startScriptedGateway>>;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startGateway(
  options: { pageSize?: number; onQuestion?: (answer: ScriptedAnswer) => void; settings?: WidgetSettings } = {},
) {
  const answers: ScriptedAnswer[] = [];
  const gateway = await startScriptedGateway({
    site: { ...site, settings: options.settings },
    onQuestion: (answer) => {
      answers.push(answer);
      options.onQuestion?.(answer);
    },
    ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
  });
  closers.push(() => gateway.close());
  return { gateway, answers };
}

let tickets = 0;
function openChat(gateway: Gateway, storage: ChatStorage = createMemoryStorage()): ChatSession {
  const getTicket = async () => `ticket-${++tickets}`;
  const session = createChatSession({ gatewayUrl: gateway.url, siteKey: 'demo', getTicket, storage });
  closers.push(() => session.close());
  return session;
}

/** Waits for a state; the test's own time limit ends a wait in vain. */
async function until(session: ChatSession, reached: (state: ChatState) => boolean): Promise<ChatState> {
  if (reached(session.getState())) return session.getState();
  return new Promise((resolve) => {
    const undo = session.subscribe(() => {
      if (!reached(session.getState())) return;
      undo();
      resolve(session.getState());
    });
  });
}
const online = (state: ChatState) => state.connection === 'online';
const log = (state: ChatState): string[] =>
  timeline(state).map((item) => {
    if (item.kind === 'answer') return `${item.answer.phase}: ${item.answer.text}`;
    if (item.kind === 'hand-over') return `hand-over: ${item.reason}`;
    if (item.kind === 'remark') return `remark: ${item.remark.kind}`;
    if (item.kind === 'turn') return item.turn;
    if (item.kind === 'agents') return item.event.type;
    return `${item.kind === 'visitor' ? item.status : item.kind}: ${item.text}`;
  });
const shows =
  (...lines: string[]) =>
  (state: ChatState) =>
    log(state).join('|') === lines.join('|');
const answering = (text: string) => ({
  onQuestion(answer: ScriptedAnswer) {
    answer.say(text);
    answer.done();
  },
});

test('a question, its words, its answer, and the TTFT report', async () => {
  const { gateway, answers } = await startGateway();
  const session = openChat(gateway);
  session.send('  Hello?  ');
  expect(log(session.getState())).toEqual(['sending: Hello?']);
  await until(session, shows('sent: Hello?', 'waiting: '));
  answers[0]?.say('Hi');
  await until(session, shows('sent: Hello?', 'streaming: Hi'));
  answers[0]?.say(' there');
  answers[0]?.done();
  await until(session, shows('sent: Hello?', 'done: Hi there'));
  await expect.poll(() => gateway.firstWords).toHaveLength(1);
  expect(gateway.firstWords[0]?.generationId).toBe(answers[0]?.generationId);
  expect(gateway.firstWords[0]?.ttftMs).toBeGreaterThan(0);
});

test('blank and too long texts are not sent', async () => {
  const { gateway } = await startGateway();
  const session = openChat(gateway);
  session.send(' \n ');
  session.send('x'.repeat(4_001));
  expect(session.getState().outgoing).toEqual([]);
});

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

test('a browser without a network is not waited for: what is sent goes out when the connection is back', async () => {
  const page = new EventTarget();
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible', referrer: '' }));
  closers.push(() => vi.unstubAllGlobals());
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

test('a reload in the middle of an answer shows the old part at once, then goes on', async () => {
  const { gateway, answers } = await startGateway();
  const storage = createMemoryStorage();
  const before = openChat(gateway, storage);
  before.send('Tell me more');
  await until(before, shows('sent: Tell me more', 'waiting: '));
  answers[0]?.say('Once upon ');
  await until(before, shows('sent: Tell me more', 'streaming: Once upon '));
  before.close();
  answers[0]?.say('a time');

  const after = openChat(gateway, storage);
  const first = await until(after, (state) => state.entries.length > 0);
  expect(log(first)).toEqual(['sent: Tell me more', 'streaming: Once upon a time']);
  answers[0]?.say(' there');
  answers[0]?.done();
  await until(after, shows('sent: Tell me more', 'done: Once upon a time there'));
  // The visitor's token was kept: no second one was made.
  expect(gateway.requests.filter(({ name }) => name === '/v1/visitor-tokens')).toHaveLength(1);
});

test('lost words are asked for', async () => {
  const { gateway, answers } = await startGateway();
  const session = openChat(gateway);
  session.send('Count');
  await until(session, shows('sent: Count', 'waiting: '));
  answers[0]?.say('one ');
  answers[0]?.sayUnheard('two ');
  answers[0]?.say('three');
  await until(session, shows('sent: Count', 'streaming: one two three'));
  expect(gateway.requests.find(({ name }) => name === 'generation:read')?.payload).toMatchObject({ position: 4 });
});

test('a long history is read page by page', async () => {
  const { gateway } = await startGateway({ pageSize: 4, ...answering('ok') });
  const storage = createMemoryStorage();
  const before = openChat(gateway, storage);
  for (let i = 0; i < 5; i++) before.send(`question ${i}`);
  const whole = await until(before, (state) => state.lastSeq === 15 && state.outgoing.length === 0);
  before.close();

  const after = await until(openChat(gateway, storage), online);
  expect(log(after)).toEqual(log(whole));
  expect(after.lastSeq).toBe(15);
});

test('two tabs of a visitor show the same', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const one = openChat(gateway, storage);
  await until(one, online);
  const two = openChat(gateway, storage);
  await until(two, online);
  one.send('Both here?');
  await Promise.all([one, two].map((tab) => until(tab, shows('sent: Both here?', 'done: Yes.'))));
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
  expect(outgoing[0]?.error?.message).toBe('This chat has reached its limit for today.');
  session.resend(outgoing[0]?.clientMessageId ?? '');
  await until(session, shows('sent: Hello?', 'done: Yes.'));
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

test('a conversation that is gone is left behind', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  gateway.refuseNext('message:send', coded('conversation_unknown'));
  session.send('Hello?');
  await until(session, shows('sent: Hello?', 'done: Yes.'));
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

test('an answer is stopped while it is made, and only then', async () => {
  const { gateway, answers } = await startGateway();
  const chat = openChat(gateway);
  await until(chat, online);
  chat.stop();
  chat.send('Tell me everything');
  await until(chat, shows('sent: Tell me everything', 'waiting: '));
  answers[0]?.say('It began');
  await until(chat, shows('sent: Tell me everything', 'streaming: It began'));
  gateway.refuseNext('generation:stop', coded('unavailable'));
  chat.stop();
  chat.stop();
  await until(chat, shows('sent: Tell me everything', 'stopped: It began'));
  chat.stop();
  chat.send('Shorter');
  await until(chat, (state) => state.entries.length === 4);
  expect(gateway.requests.filter(({ name }) => name === 'generation:stop')).toHaveLength(2);
});

test('the last question is asked anew in mid-answer: shown at once in its place, and stored with what it stands for', async () => {
  const { gateway, answers } = await startGateway();
  const session = openChat(gateway);
  session.send('Norwya?');
  await until(session, shows('sent: Norwya?', 'waiting: '));
  answers[0]?.say('I do');
  const { questionMessageId } = (await until(session, shows('sent: Norwya?', 'streaming: I do'))).answers[
    answers[0]?.generationId ?? ''
  ] as { questionMessageId: string };
  session.edit(questionMessageId, 'Norway?');
  expect(log(session.getState())).toEqual(['sending: Norway?']);
  await until(session, shows('sent: Norway?', 'waiting: '));
  expect(answers[0]?.state).toBe('cancelled');
  answers[1]?.say('We do.');
  answers[1]?.done();
  const state = await until(session, shows('sent: Norway?', 'done: We do.'));
  expect(timeline(state)[0]).toMatchObject({ edited: true, replaceable: true });
  expect(timeline(state, { showSuperseded: true }).map((item) => 'superseded' in item && item.superseded)).toEqual([
    ...[true, true, false, false],
  ]);
});

test('an edit that is refused leaves what was there', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  const state = await until(session, shows('sent: One', 'done: Yes.'));
  gateway.refuseNext('message:send', coded('message_not_last'));
  const [first] = state.entries;
  session.edit(first?.kind === 'message' ? first.message.id : '', 'Two');
  await until(session, shows('sent: One', 'done: Yes.', 'failed: Two'));
});

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

test('two tabs of a visitor show the same: what one sends, begins and deletes, the other follows', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const storage = createMemoryStorage();
  const one = openChat(gateway, storage);
  await until(one, online);
  const two = openChat(gateway, storage);
  await until(two, online);
  one.send('One');
  await until(two, shows('sent: One', 'done: Yes.'));
  two.send('Two');
  await until(one, shows('sent: One', 'done: Yes.', 'sent: Two', 'done: Yes.'));
  one.startConversation();
  one.send('Three');
  await until(two, shows('sent: Three', 'done: Yes.'));
  await two.deleteConversation();
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
  await until(session, (state) => state.connection === 'online' && state.outgoing.length === 0);
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.', 'sent: Two', 'done: Yes.'));
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
