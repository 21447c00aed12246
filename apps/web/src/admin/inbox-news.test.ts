import type { ConversationSummary } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { InboxNewsFinder } from './inbox-news.ts';

const me = { id: 'me', name: 'Me' };
const other = { id: 'other', name: 'Other' };
const at = '2026-03-18T12:00:00.000Z';
const summary = (more: Partial<ConversationSummary>): ConversationSummary => ({
  ...{ conversationId: 'c', siteId: 's', siteName: 'Fernway', visitorId: 'v', createdAt: at, lastActivityAt: at },
  ...{ messageCount: 1, lastText: 'Hello', lastRole: 'visitor', generationState: null, state: 'bot' },
  ...more,
});

test('a hand-over to me or to nobody is news once, one to somebody else is none', () => {
  const news = new InboxNewsFinder();
  expect(news.take(summary({}), 'me')).toBeNull();
  const waiting = summary({ state: 'waiting_for_person', lastVisitorSeq: 1 });
  expect(news.take(waiting, 'me')?.kind).toBe('hand-over');
  expect(news.take(waiting, 'me')).toBeNull();
  expect(news.take(summary({ ...waiting, conversationId: 'd', assignee: me }), 'me')?.kind).toBe('hand-over');
  expect(news.take(summary({ ...waiting, conversationId: 'e', assignee: other }), 'me')).toBeNull();
  // Handed back, and over again.
  news.take(summary({ state: 'bot' }), 'me');
  expect(news.take(waiting, 'me')?.kind).toBe('hand-over');
});

test('a customer’s message in a conversation of mine is news, in others and of others it is none', () => {
  const news = new InboxNewsFinder();
  const mine = summary({ state: 'with_person', assignee: me, lastVisitorSeq: 4 });
  news.know([mine, summary({ conversationId: 'w', state: 'waiting_for_person', lastVisitorSeq: 2 })]);
  expect(news.take(mine, 'me')).toBeNull();
  expect(news.take({ ...mine, lastVisitorSeq: 6 }, 'me')?.kind).toBe('message');
  expect(news.take({ ...mine, lastVisitorSeq: 6, lastRole: 'agent' }, 'me')).toBeNull();
  expect(news.take({ ...mine, lastVisitorSeq: 8, assignee: other }, 'me')).toBeNull();
  expect(news.take(summary({ conversationId: 'w', state: 'waiting_for_person', lastVisitorSeq: 2 }), 'me')).toBeNull();
});
