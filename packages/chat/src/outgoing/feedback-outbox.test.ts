import { readWidgetSettings, type WidgetSettings } from '@frontdesk/protocol';
import { afterEach, expect, test } from 'vitest';
import { type ChatSession, createChatSession } from '../session/chat-session.ts';
import { shownFeedback } from '../state/feedback-state.ts';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { coded, startScriptedGateway } from '../testing/scripted-gateway.ts';
import { makeUuid } from './uuid.ts';

const site = { siteKey: 'demo', name: 'Shop', greeting: '', colour: '#1f7a4d', suggestions: [] };
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A gateway, a visitor, and how to open their chat: once more is another tab, or a refresh. */
async function start(settings?: WidgetSettings) {
  const gateway = await startScriptedGateway({
    site: { ...site, ...(settings && { settings }) },
    onQuestion(answer) {
      answer.say('Within 30 days.');
      answer.done();
    },
  });
  closers.push(() => gateway.close());
  const storage = createMemoryStorage();
  const open = () => {
    const getTicket = async () => 'ticket';
    const session = createChatSession({ gatewayUrl: gateway.url, siteKey: 'demo', getTicket, storage });
    closers.push(() => session.close());
    return session;
  };
  return { gateway, storage, open };
}
const shown = (session: ChatSession) => {
  const { feedback, conversationId } = session.getState();
  return shownFeedback(feedback, conversationId);
};
const asked = (gateway: { requests: { name: string }[] }, name: string) =>
  gateway.requests.filter((request) => request.name === name);

async function answered(session: ChatSession): Promise<string> {
  session.send('How long?');
  await expect.poll(() => Object.values(session.getState().answers)[0]?.phase).toBe('done');
  return Object.keys(session.getState().answers)[0] ?? '';
}

test('a thumb is shown at once, reaches the log, and another tab', async () => {
  const { gateway, open } = await start();
  const session = open();
  const generationId = await answered(session);
  const otherTab = open();
  await expect.poll(() => otherTab.getState().opened).toBe(true);
  session.feedback.rateAnswer(generationId, 'down', 'Old.');
  expect(shown(session).answers[generationId]).toEqual({ thumb: 'down', comment: 'Old.' });
  await expect.poll(() => shown(otherTab).answers[generationId]).toEqual({ thumb: 'down', comment: 'Old.' });
  await expect.poll(() => session.getState().feedback.wishes).toEqual([]);
  expect(asked(gateway, 'generation:rate')).toHaveLength(1);
});

test('what is said while the connection is away goes out when it is back, the newest of it', async () => {
  const { gateway, open } = await start();
  const session = open();
  const generationId = await answered(session);
  gateway.cut();
  await expect.poll(() => session.getState().connection).toBe('reconnecting');
  session.feedback.rateAnswer(generationId, 'up', null);
  session.feedback.rateAnswer(generationId, 'down', null);
  session.feedback.rateConversation(2, 'Slow.');
  await expect.poll(() => session.getState().feedback.rating).toEqual({ score: 2, comment: 'Slow.' });
  expect(asked(gateway, 'generation:rate')).toMatchObject([{ payload: { thumb: 'down' } }]);
  expect(session.getState().feedback.wishes).toEqual([]);
});

test('what the gateway does not have yet goes out after a reload, too, and only until it has it', async () => {
  const { gateway, storage, open } = await start();
  const session = open();
  const generationId = await answered(session);
  gateway.refuseNext('generation:rate', coded('rate_limited', 60_000));
  session.feedback.rateAnswer(generationId, 'down', null);
  session.feedback.rateAnswer(generationId, 'down', 'Old.');
  await expect.poll(() => asked(gateway, 'generation:rate').length).toBe(1);
  session.close();
  const reloaded = open();
  expect(shown(reloaded).answers[generationId]).toEqual({ thumb: 'down', comment: 'Old.' });
  await expect.poll(() => reloaded.getState().feedback.answers[generationId]?.comment).toBe('Old.');
  await expect.poll(() => storage.keys('frontdesk:demo:pending:')).toEqual([]);
  reloaded.close();
  const again = open();
  await expect.poll(() => again.getState().connection).toBe('online');
  expect(asked(gateway, 'generation:rate')).toHaveLength(2);
});

test('what is newer than the log counts, though the log says the same of earlier', async () => {
  const { gateway, open } = await start();
  const session = open();
  await answered(session);
  for (const solved of [true, false]) {
    session.feedback.tellSolved(solved);
    await expect.poll(() => session.getState().feedback.solved).toBe(solved);
  }
  gateway.refuseNext('conversation:solved', coded('rate_limited', 60_000));
  session.feedback.tellSolved(true);
  await expect.poll(() => asked(gateway, 'conversation:solved').length).toBe(3);
  session.close();
  const reloaded = open();
  await expect.poll(() => reloaded.getState().feedback.solved).toBe(true);
});

test('what is said of a conversation goes there from another one, which does not show it', async () => {
  const { gateway, open } = await start();
  const session = open();
  await answered(session);
  const { conversationId } = session.getState();
  gateway.refuseNext('contact:leave', coded('rate_limited', 200));
  session.feedback.leaveContact('ann@example.org');
  await expect.poll(() => asked(gateway, 'contact:leave').length).toBe(1);
  session.startConversation();
  session.send('And now?');
  await expect.poll(() => Object.values(session.getState().answers)[0]?.phase).toBe('done');
  expect(shown(session).contact).toBeNull();
  await expect.poll(() => asked(gateway, 'contact:leave').length).toBe(2);
  expect(shown(session).contact).toBeNull();
  session.openConversation(conversationId ?? '');
  await expect.poll(() => session.getState().feedback.contact).toBe('ann@example.org');
});

test('a wish for a person that is to begin a conversation goes into no earlier one', async () => {
  const { gateway, open } = await start();
  const session = open();
  await answered(session);
  const first = session.getState().conversationId ?? '';
  session.startConversation();
  gateway.refuseNext('person:request', coded('rate_limited', 200));
  session.feedback.requestPerson();
  session.send('It broke');
  await expect.poll(() => asked(gateway, 'person:request').length).toBe(1);
  session.openConversation(first);
  await expect.poll(() => session.getState().outgoing).toEqual([]);
  expect(asked(gateway, 'person:request')).toMatchObject([{ payload: {} }, { payload: {} }]);
  expect(session.getState().conversationId).toBe(first);
  expect(session.getState().entries.map(({ kind }) => kind)).toEqual(['message', 'answer']);
  const { conversations } = await session.listConversations();
  expect(conversations.map(({ firstText }) => firstText)).toEqual(['It broke', 'How long?']);
});

test('nobody waits any more for a person whom they wished for without a connection hours ago', async () => {
  const { gateway, storage, open } = await start();
  const wish = { id: makeUuid(), at: new Date(0).toISOString(), name: 'person:request', payload: {} };
  storage.set(`frontdesk:demo:pending:wish:${wish.id}`, JSON.stringify(wish));
  storage.set('frontdesk:demo:pending:wish:x', '{"name":"person:request"}');
  const session = open();
  await expect.poll(() => session.getState().connection).toBe('online');
  expect(asked(gateway, 'person:request')).toEqual([]);
  expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
});

test('a wish for a person that is heard only of who says first who they are waits until they did, and holds up nothing', async () => {
  const settings = readWidgetSettings({ preChat: { email: 'required' } });
  const { gateway, storage, open } = await start(settings);
  const session = open();
  const generationId = await answered(session);
  session.startConversation();
  gateway.refuseNext('person:request', coded('details_required'));
  session.feedback.requestPerson();
  await expect.poll(() => session.getState().visitor).toMatchObject({ email: null });
  expect(session.getState()).toMatchObject({ problem: null, feedback: { wishes: [{ name: 'person:request' }] } });
  expect(storage.keys('frontdesk:demo:pending:wish:')).toHaveLength(1);
  session.feedback.rateAnswer(generationId, 'up', null);
  await expect.poll(() => asked(gateway, 'generation:rate').length).toBe(1);
  expect(asked(gateway, 'person:request')).toHaveLength(1);
  expect(await session.introduction.introduce({ email: 'ann@example.org' })).toBeNull();
  await expect.poll(() => session.getState().entries).toMatchObject([{ kind: 'hand-over', reason: 'person' }]);
  expect(asked(gateway, 'person:request')).toHaveLength(2);
});

test('what is refused is not shown any more, and said', async () => {
  const { gateway, open } = await start();
  const session = open();
  const generationId = await answered(session);
  gateway.refuseNext('generation:rate', coded('generation_unknown'));
  session.feedback.rateAnswer(generationId, 'up', null);
  await expect.poll(() => session.getState().problem).toMatchObject({ code: 'generation_unknown', about: 'rating' });
  expect(shown(session).answers[generationId]).toBeUndefined();
});

test.each([coded('visitor_blocked'), coded('person_limit_reached', 60_000)])(
  'a wish that is refused for good ($code) is told, and not sent again',
  async (refusal) => {
    const { gateway, storage, open } = await start();
    const session = open();
    await answered(session);
    gateway.refuseNext('person:request', refusal);
    session.feedback.requestPerson();
    await expect.poll(() => session.getState().problem).toEqual(refusal);
    expect(session.getState().feedback.wishes).toEqual([]);
    expect(storage.keys('frontdesk:demo:pending:')).toEqual([]);
    expect(asked(gateway, 'person:request')).toHaveLength(1);
  },
);

test('who was too quick is heard a moment later', async () => {
  const { gateway, open } = await start();
  const session = open();
  await answered(session);
  gateway.refuseNext('conversation:solved', coded('rate_limited', 50));
  session.feedback.tellSolved(true);
  await expect.poll(() => session.getState().feedback.solved).toBe(true);
  expect(asked(gateway, 'conversation:solved')).toHaveLength(2);
});

test('a person can be asked for before anything is said; then it is known whether somebody is there', async () => {
  const { gateway, open } = await start();
  const session = open();
  await expect.poll(() => session.getState().connection).toBe('online');
  expect(asked(gateway, 'person:available')).toEqual([]);
  session.feedback.requestPerson();
  await expect.poll(() => session.getState().entries).toMatchObject([{ kind: 'hand-over', reason: 'person' }]);
  await expect.poll(() => session.getState().feedback.available).toBe(false);
  session.feedback.leaveContact('ann@example.org');
  await expect.poll(() => session.getState().feedback.contact).toBe('ann@example.org');
});

test('who comes back to a hand-over finds out who is there', async () => {
  const { open } = await start();
  const first = open();
  first.feedback.requestPerson();
  await expect.poll(() => first.getState().feedback.available).toBe(false);
  const again = open();
  await expect.poll(() => again.getState().feedback.available).toBe(false);
});

test('a refresh knows that it was asked whether it is solved; another conversation does not', async () => {
  const { gateway, open } = await start();
  const session = open();
  const generationId = await answered(session);
  session.feedback.noteAsked(generationId, true);
  const refreshed = open();
  await expect.poll(() => refreshed.getState().feedback.asked).toEqual({ generationId, dismissed: true });
  gateway.forgetVisitors();
  const elsewhere = open();
  await answered(elsewhere);
  expect(elsewhere.getState().feedback.asked).toBeNull();
});

test('who comes back from a conversation that is still to begin is not asked again', async () => {
  const { open } = await start();
  const session = open();
  const generationId = await answered(session);
  const { conversationId } = session.getState();
  session.feedback.noteAsked(generationId, true);
  session.startConversation();
  expect(session.getState().feedback.asked).toBeNull();
  session.openConversation(conversationId ?? '');
  expect(session.getState().feedback.asked).toEqual({ generationId, dismissed: true });
});

test('who the visitor is can be asked and said', async () => {
  const { gateway, open } = await start();
  const session = open();
  await expect.poll(() => session.getState().connection).toBe('online');
  await session.introduction.read();
  expect(session.getState().visitor).toEqual({ identified: false, name: null, email: null });
  gateway.refuseNext('visitor:introduce', coded('rate_limited', 50));
  expect(await session.introduction.introduce({ name: 'Ann' })).toMatchObject({ code: 'rate_limited' });
  expect(await session.introduction.introduce({ name: 'Ann' })).toBeNull();
  expect(session.getState().visitor).toMatchObject({ name: 'Ann' });
});
