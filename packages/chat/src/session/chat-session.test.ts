import { expect, test } from 'vitest';
import { timeline } from '../log/timeline.ts';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { coded } from '../testing/scripted-gateway.ts';
import { answering, log, online, openChat, shows, startGateway, until } from '../testing/session-stage.ts';

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

test('an edit that is refused leaves what was there, and is sent once more as a message of its own', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  const state = await until(session, shows('sent: One', 'done: Yes.'));
  gateway.refuseNext('message:send', coded('message_not_last'));
  const [first] = state.entries;
  session.edit(first?.kind === 'message' ? first.message.id : '', 'Two');
  const { outgoing } = await until(session, shows('sent: One', 'done: Yes.', 'failed: Two'));
  session.resend(outgoing[0]?.clientMessageId ?? '');
  await until(session, shows('sent: One', 'done: Yes.', 'sent: Two', 'done: Yes.'));
});
