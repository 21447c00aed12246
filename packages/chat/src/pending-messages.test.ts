import { expect, test } from 'vitest';
import type { Outgoing } from './chat-state.ts';
import { createMemoryStorage } from './chat-storage.ts';
import { createPendingMessages } from './pending-messages.ts';
import { makeUuid } from './uuid.ts';

const outgoing = (text: string, createdAt: string): Outgoing => ({
  ...{ clientMessageId: makeUuid(), text, createdAt, status: 'sending', error: null },
  ...{ conversationId: makeUuid(), supersedes: makeUuid() },
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
