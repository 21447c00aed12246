import { expect, test } from 'vitest';
import { unreadTitle } from './use-unread-title.ts';

test('a tab is named after what is unread and its page, however often that changes', () => {
  expect(unreadTitle('Inbox · Frontdesk', 0)).toBe('Inbox · Frontdesk');
  expect(unreadTitle('Inbox · Frontdesk', 2)).toBe('(2) Inbox · Frontdesk');
  expect(unreadTitle('(2) Inbox · Frontdesk', 3)).toBe('(3) Inbox · Frontdesk');
  expect(unreadTitle('(3) Inbox · Frontdesk', 1_000)).toBe('(999+) Inbox · Frontdesk');
  expect(unreadTitle('(999+) Inbox · Frontdesk', 0)).toBe('Inbox · Frontdesk');
});
