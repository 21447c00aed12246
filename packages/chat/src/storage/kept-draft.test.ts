// @vitest-environment jsdom
import { limits } from '@frontdesk/protocol';
import { beforeEach, expect, test } from 'vitest';
import { createPendingMessages } from '../outgoing/pending-messages.ts';
import { createBrowserStorage } from './chat-storage.ts';
import { createKeptDraft } from './kept-draft.ts';

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

test('what is written lasts as long as the tab, until nothing is left of it', () => {
  const draft = createKeptDraft(createBrowserStorage(), 'demo');
  draft.keep('Where is my');
  expect([Object.values(sessionStorage), localStorage.length]).toEqual([['Where is my'], 0]);
  const next = createBrowserStorage();
  expect(createKeptDraft(next, 'demo').restore()).toBe('Where is my');
  expect(createKeptDraft(next, 'other').restore()).toBe('');
  // It stands among what waits to be sent, and is none of it.
  expect(createPendingMessages(next, 'demo').restore()).toEqual([]);
  draft.keep(' ');
  expect(sessionStorage).toHaveLength(0);
});

test('no more is kept than somebody could mean to send', () => {
  const draft = createKeptDraft(createBrowserStorage(), 'demo');
  draft.keep('x'.repeat(100_000));
  expect(draft.restore()).toHaveLength(2 * limits.messageChars);
});
