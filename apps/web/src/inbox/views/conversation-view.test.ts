import type { ConversationState, ConversationSummary, ConversationView } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import {
  compareConversations,
  isInView,
  isListed,
  type Listing,
  type ListingSort,
  wholeInbox,
} from './conversation-view.ts';

const views = ['mine', 'unassigned', 'waiting', 'bot', 'snoozed', 'resolved', 'all'] as const;
const ada = { id: 'ada', name: 'Ada' };
const ben = { id: 'ben', name: 'Ben' };

test.each<[ConversationState, typeof ada | null, ConversationView[]]>([
  ['bot', null, ['bot', 'all']],
  ['bot', ada, ['mine', 'bot', 'all']],
  ['waiting_for_person', null, ['unassigned', 'waiting', 'all']],
  ['waiting_for_person', ada, ['mine', 'waiting', 'all']],
  ['with_person', ada, ['mine', 'all']],
  ['with_person', ben, ['all']],
  ['with_person', null, ['unassigned', 'all']],
  ['resolved', ada, ['resolved', 'all']],
  ['snoozed', ada, ['snoozed', 'all']],
])('%s, of %j: in %j', (state, assignee, expected) => {
  expect(views.filter((view) => isInView({ state, assignee }, view, 'ada'))).toEqual(expected);
});

const summary: ConversationSummary = {
  ...{ conversationId: 'a', siteId: 's', siteName: 'Fernway', visitorId: 'v', createdAt: '1', lastActivityAt: '1' },
  ...{ messageCount: 1, lastText: '', lastRole: 'visitor', generationState: null, state: 'with_person' },
  ...{ assignee: ada, tags: ['vip'], lastVisitorSeq: 5, readBy: { ada: 4 } },
};

test.each<[Partial<Listing>, boolean]>([
  [{}, true],
  [{ tag: 'vip' }, true],
  [{ tag: 'refund' }, false],
  [{ assigneeId: 'ada' }, true],
  [{ assigneeId: 'ben' }, false],
  [{ assigneeId: null }, false],
  [{ unread: true }, true],
  [{ unread: true, view: 'resolved' }, false],
  [{ search: 'parcel' }, false],
])('with %j a conversation that has changed is listed: %j', (filter, listed) => {
  expect(isListed(summary, { ...wholeInbox, ...filter }, { agentId: 'ada', known: false })).toBe(listed);
});

test('what is read stays in a list of what is unread; what was found stays found', () => {
  const read = { ...summary, readBy: { ada: 5 } };
  const unreadOnly = { ...wholeInbox, unread: true };
  expect(isListed(read, unreadOnly, { agentId: 'ada', known: false })).toBe(false);
  expect(isListed(read, unreadOnly, { agentId: 'ada', known: true })).toBe(true);
  expect(isListed(read, { ...wholeInbox, search: 'parcel' }, { agentId: 'ada', known: true })).toBe(true);
});

test.each<[ListingSort, string]>([
  ['newest', 'cdba'],
  ['oldest', 'abdc'],
  ['waiting', 'bdac'],
  ['waking', 'cabd'],
])('%s first', (sort, order) => {
  const row = (conversationId: string, lastActivityAt: string, times: Partial<ConversationSummary> = {}) => ({
    ...{ conversationId, lastActivityAt, ...times },
  });
  const rows = [
    row('a', '2026-01-01', { snoozedUntil: '2026-02-02' }),
    row('b', '2026-01-02', { waitingSince: '2025-12-01', snoozedUntil: null }),
    row('c', '2026-01-04', { snoozedUntil: '2026-02-01' }),
    row('d', '2026-01-03', { waitingSince: '2025-12-02' }),
  ];
  const sorted = rows.toSorted(compareConversations(sort));
  expect(sorted.map(({ conversationId }) => conversationId).join('')).toBe(order);
});
