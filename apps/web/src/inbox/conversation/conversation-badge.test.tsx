// @vitest-environment jsdom
import type { ConversationSummary } from '@frontdesk/protocol';
import { afterEach, expect, test, vi } from 'vitest';
import { clearAdmin, showAdmin } from '../../testing/admin-stage.tsx';
import { ConversationBadge } from './conversation-badge.tsx';

afterEach(() => {
  clearAdmin();
  vi.useRealTimers();
});

test.each<[string | null, string]>([
  [new Date(2026, 2, 23, 9).toISOString(), 'Snoozed until Mon 9:00 AM'],
  [new Date(2026, 2, 18, 15, 30).toISOString(), 'Snoozed until 3:30 PM'],
  // A gateway of before does not say it.
  [null, 'Snoozed'],
])('what is snoozed until %s says so', async (snoozedUntil, text) => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 2, 18, 14) });
  const summary = { state: 'snoozed', snoozedUntil, generationState: null } as ConversationSummary;
  const { page } = await showAdmin(<ConversationBadge summary={summary} />, {});
  expect(page.textContent).toBe(text);
});

test('whose account was deleted a moment ago has no name', async () => {
  const summary = { state: 'with_person', assignee: { id: 'gone', name: '' } } as ConversationSummary;
  const { page } = await showAdmin(<ConversationBadge summary={summary} />, {});
  expect(page.textContent).toBe('With a person');
});
