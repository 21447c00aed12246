import { type ErrorCode, errors } from '@frontdesk/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeUuid } from '../outgoing/uuid.ts';
import { createMemoryStorage } from '../storage/chat-storage.ts';
import { coded, type ScriptedGateway } from '../testing/scripted-gateway.ts';
import { answering, log, online, openChat, shows, startGateway, until } from '../testing/session-stage.ts';
import type { ChatSession } from './chat-session.ts';

/** A file on its way, as `send-file.ts` sends it. */
class OnItsWay {
  readonly upload = {};
  status = 0;
  response: unknown;
  onload = () => {};
  onabort = () => {};
  open(): void {}
  authorization = '';
  setRequestHeader(name: string, value: string): void {
    if (name === 'authorization') this.authorization = value;
  }
  send(): void {
    onTheirWay.push(this);
  }
  abort(): void {
    this.onabort();
  }
  answer(status: number, response: unknown): void {
    Object.assign(this, { status, response });
    this.onload();
  }
}
const onTheirWay: OnItsWay[] = [];
beforeEach(() => {
  onTheirWay.length = 0;
  vi.stubGlobal('XMLHttpRequest', OnItsWay);
});
afterEach(() => void vi.unstubAllGlobals());

/** A conversation in which a message waits for its file. */
async function openHeld() {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  const { conversationId } = await until(session, shows('sent: One', 'done: Yes.'));
  const onTaken = vi.fn();
  session.uploads.add([new File(['paid'], 'receipt.txt', { type: 'text/plain' })]);
  session.hold('My receipt', onTaken);
  await expect.poll(() => onTheirWay).toHaveLength(1);
  const sends = () =>
    gateway.requests.flatMap(({ name, payload }) => (name === 'message:send' ? [payload as { text: string }] : []));
  return { gateway, session, first: conversationId ?? '', onTaken, sends };
}

/** The gateway has the file that was sent last. */
function uploaded(): string {
  const id = makeUuid();
  onTheirWay.at(-1)?.answer(201, { id, name: 'receipt.txt', type: 'text/plain', bytes: 4 });
  return id;
}
const refused = (code: ErrorCode) => onTheirWay.at(-1)?.answer(errors[code].status, { error: coded(code, 0) });
const failed = (session: ChatSession) => until(session, ({ outgoing }) => outgoing[0]?.status === 'failed');

test('a message that waits for its file goes with it where it was written, whatever is turned to meanwhile', async () => {
  const { session, first, onTaken, sends } = await openHeld();
  session.startConversation();
  expect(onTaken).toHaveBeenCalledOnce();
  expect(session.uploads.getState()).toEqual([]);
  expect(log(session.getState())).toEqual([]);
  expect(session.getState().outgoing).toMatchObject([{ text: 'My receipt', uploading: ['receipt.txt'] }]);
  session.send('Two');
  await until(session, shows('sent: Two', 'done: Yes.'));
  const id = uploaded();
  await expect
    .poll(() => sends().at(-1))
    .toMatchObject({ text: 'My receipt', conversationId: first, attachmentIds: [id] });
  expect(log(session.getState())).toEqual(['sent: Two', 'done: Yes.']);
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.', 'sent: My receipt', 'done: Yes.'));
});

test('files that are chosen for the next message stay in the field, whatever is turned to meanwhile', async () => {
  const { gateway } = await startGateway(answering('Yes.'));
  const session = openChat(gateway);
  session.send('One');
  const { conversationId } = await until(session, shows('sent: One', 'done: Yes.'));
  session.uploads.add([new File(['paid'], 'receipt.txt', { type: 'text/plain' })]);
  await expect.poll(() => onTheirWay).toHaveLength(1);
  const id = uploaded();
  await expect.poll(() => session.uploads.getState()).toMatchObject([{ status: 'ready' }]);
  session.startConversation();
  expect(session.uploads.getState()).toMatchObject([{ name: 'receipt.txt', status: 'ready' }]);
  session.openConversation(conversationId ?? '');
  expect(session.uploads.take()).toMatchObject([{ id }]);
});

test('what is written after it in its conversation goes after it', async () => {
  const { session, first, sends } = await openHeld();
  session.startConversation();
  session.openConversation(first);
  await until(session, shows('sent: One', 'done: Yes.', 'sending: My receipt'));
  session.send('Did you get it?');
  uploaded();
  await until(
    session,
    shows('sent: One', 'done: Yes.', 'sent: My receipt', 'done: Yes.', 'sent: Did you get it?', 'done: Yes.'),
  );
  expect(sends().map(({ text }) => text)).toEqual(['One', 'My receipt', 'Did you get it?']);
});

test('a file that is refused is said where its message is, which can go without it', async () => {
  const { session, sends } = await openHeld();
  session.startConversation();
  refused('attachment_type');
  const [message] = (await failed(session)).outgoing;
  expect(message?.error?.code).toBe('attachment_type');
  session.resend(message?.clientMessageId ?? '');
  await expect.poll(() => sends().at(-1)).toMatchObject({ text: 'My receipt' });
  expect(sends().at(-1)).not.toHaveProperty('attachmentIds');
});

test('a file that did not come through is sent again with its message', async () => {
  const { session, sends } = await openHeld();
  session.startConversation();
  for (let attempt = 1; attempt <= 5; attempt++) {
    await expect.poll(() => onTheirWay).toHaveLength(attempt);
    refused('internal');
  }
  const [message] = (await failed(session)).outgoing;
  session.resend(message?.clientMessageId ?? '');
  await expect.poll(() => onTheirWay).toHaveLength(6);
  const id = uploaded();
  await expect.poll(() => sends().at(-1)).toMatchObject({ text: 'My receipt', attachmentIds: [id] });
});

test('it goes with its conversation where that is deleted', async () => {
  const { session, first, onTaken, sends } = await openHeld();
  await session.deleteConversation(first);
  expect(onTaken).toHaveBeenCalledOnce();
  expect(session.getState()).toMatchObject({ outgoing: [], conversationId: null });
  uploaded();
  session.send('Two');
  await until(session, shows('sent: Two', 'done: Yes.'));
  expect(sends().map(({ text }) => text)).toEqual(['One', 'Two']);
});

describe('a token that is refused while a file is on its way', () => {
  const expired = () => refused('token_expired');

  /** A customer whose every token is theirs, and a file of theirs on its way. */
  async function openSending() {
    const { gateway } = await startGateway(answering('Yes.'));
    const storage = createMemoryStorage();
    const token = (): string => JSON.parse(storage.get('frontdesk:demo:visitor') ?? '{}').visitorToken ?? 'a ticket';
    let mine: string | undefined;
    const session = openChat(gateway, storage, { getTicket: async () => mine ?? 'a ticket' });
    await until(session, online);
    mine = token();
    session.uploads.add([new File(['paid'], 'receipt.txt', { type: 'text/plain' })]);
    await expect.poll(() => onTheirWay).toHaveLength(1);
    const waits = () => expect.poll(() => session.uploads.getState()[0]?.status).toBe('waiting');
    /** The file goes out once more, with the token that there is now; so many there have been. */
    const isSentAgain = async (tokens: number) => {
      await expect.poll(() => onTheirWay).toHaveLength(2);
      expect(onTheirWay[1]?.authorization).toBe(`Bearer ${token()}`);
      expect(gateway.requests.filter(({ name }) => name === '/v1/visitor-tokens')).toHaveLength(tokens);
      expect(online(session.getState())).toBe(true);
    };
    return { gateway, session, waits, isSentAgain };
  }

  function holdHandshakes(gateway: ScriptedGateway) {
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const come = vi.fn(() => held);
    gateway.beforeHandshakes(come);
    return { come, goOn };
  }

  test('once, and again for the file while the chat connects with another one: it connects', async () => {
    const { gateway, session, waits, isSentAgain } = await openSending();
    const { come, goOn } = holdHandshakes(gateway);
    gateway.refuseNext('message:send', coded('token_expired'));
    session.send('One');
    await expect.poll(() => come).toHaveBeenCalled();
    expired();
    await waits();
    goOn();
    await until(session, shows('sent: One', 'done: Yes.'));
    await isSentAgain(2);
  });

  test('once, and again for the file when the chat has another one: that stays', async () => {
    const { gateway, session, isSentAgain } = await openSending();
    gateway.refuseNext('message:send', coded('token_expired'));
    session.send('One');
    await until(session, shows('sent: One', 'done: Yes.'));
    expired();
    await isSentAgain(2);
  });

  test('for the file alone, while the chat connects with it: the gateway says there what it is worth', async () => {
    const { gateway, session, waits, isSentAgain } = await openSending();
    const { come, goOn } = holdHandshakes(gateway);
    gateway.cut();
    await expect.poll(() => come).toHaveBeenCalled();
    expired();
    await waits();
    goOn();
    await until(session, online);
    await isSentAgain(1);
  });

  test('for the file alone, while the chat is connected: it connects with another one', async () => {
    const { session, isSentAgain } = await openSending();
    expired();
    await until(session, (state) => !online(state));
    await until(session, online);
    await isSentAgain(2);
  });
});
