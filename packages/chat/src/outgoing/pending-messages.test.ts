// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import type { Outgoing } from '../state/chat-state.ts';
import { createBrowserStorage, createMemoryStorage } from '../storage/chat-storage.ts';
import { createPendingMessages } from './pending-messages.ts';
import { makeUuid } from './uuid.ts';

const outgoing = (text: string, createdAt: string): Outgoing => ({
  ...{ clientMessageId: makeUuid(), text, createdAt, status: 'sending', error: null },
  ...{ conversationId: makeUuid(), supersedes: makeUuid() },
});
afterEach(() => {
  for (const storage of [localStorage, sessionStorage]) storage.clear();
});
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

test('what was kept comes back in order, until it is dropped', () => {
  const storage = createMemoryStorage();
  const pending = createPendingMessages(storage, 'demo');
  const [second, first] = [outgoing('second', ago(1)), outgoing('first', ago(2))];
  pending.keep(second);
  pending.keep(first);
  createPendingMessages(storage, 'other').keep(outgoing('of another site', ago(1)));
  expect(createPendingMessages(storage, 'demo').restore()).toEqual([first, second]);
  pending.drop(first.clientMessageId);
  expect(pending.restore()).toEqual([second]);
});

test('a forgotten message waits for its visitor', () => {
  const pending = createPendingMessages(createMemoryStorage(), 'demo');
  pending.keep(outgoing('hello?', ago(90)));
  expect(pending.restore()).toMatchObject([{ text: 'hello?', status: 'failed', error: { code: 'unavailable' } }]);
});

test('one whose files were still on their way is not sent by a reload, which has no files', () => {
  const pending = createPendingMessages(createMemoryStorage(), 'demo');
  pending.keep({ ...outgoing('my receipt', ago(1)), uploading: ['receipt.pdf'] });
  pending.keep({ ...outgoing('', ago(1)), uploading: ['receipt.pdf'] });
  expect(pending.restore()).toMatchObject([
    { text: 'my receipt', status: 'failed', error: { code: 'attachment_unknown' } },
  ]);
});

test('one that waits for its files is sent by the tab that has them, and is no other tab’s until then', () => {
  const open = () => createPendingMessages(createBrowserStorage(), 'demo');
  const inAnotherTab = () => {
    const own = Object.entries(sessionStorage);
    sessionStorage.clear();
    const restored = open().restore();
    for (const [key, value] of own) sessionStorage.setItem(key, value);
    return restored;
  };
  const mine = outgoing('my receipt', ago(1));
  open().keep({ ...mine, uploading: ['receipt.pdf'] });
  expect(inAnotherTab()).toEqual([]);
  expect(open().restore()).toMatchObject([{ text: 'my receipt', status: 'failed' }]);
  const attachments = [{ id: makeUuid(), name: 'receipt.pdf', type: 'application/pdf', bytes: 4 }] as const;
  const uploaded = { ...mine, attachments };
  open().keep(uploaded);
  expect(inAnotherTab()).toEqual([uploaded]);
  expect(open().restore()).toEqual([uploaded]);
  open().keep({ ...mine, uploading: ['receipt.pdf'] });
  open().drop(mine.clientMessageId);
  expect(open().restore()).toEqual([]);
});

test.each(['', 'null', '{', '{"clientMessageId":"x","text":1}'])('something else in the storage: %j', (value) => {
  const storage = createMemoryStorage();
  storage.set('frontdesk:demo:pending:x', value);
  expect(createPendingMessages(storage, 'demo').restore()).toEqual([]);
});

test('one of the version before, which did not say where it was written', () => {
  const storage = createMemoryStorage();
  const { clientMessageId, text, createdAt } = outgoing('old', ago(1));
  storage.set(`frontdesk:demo:pending:${clientMessageId}`, JSON.stringify({ clientMessageId, text, createdAt }));
  const [restored] = createPendingMessages(storage, 'demo').restore();
  expect(restored).toMatchObject({ text: 'old', status: 'sending', conversationId: null, supersedes: null });
});
