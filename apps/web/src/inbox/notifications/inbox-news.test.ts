import type { ConversationSummary } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { InboxNewsFinder, newsKey, newsText } from './inbox-news.ts';

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

test('what is done in a conversation that was not seen before is no news where its customer has waited for long', () => {
  const takeFirst = (more: Partial<ConversationSummary>) =>
    new InboxNewsFinder().take(summary({ state: 'waiting_for_person', lastVisitorSeq: 3, readBy: {}, ...more }), 'me');
  const before = (ms: number) => new Date(Date.parse(at) - ms).toISOString();
  expect(takeFirst({ waitingSince: before(3_600_000), tags: ['late'] })).toBeNull();
  expect(takeFirst({ waitingSince: null })).toBeNull();
  expect(takeFirst({ waitingSince: before(50) })?.kind).toBe('hand-over');
  // Given to me, perhaps: whoever was not seen and read is mine to hear of.
  const mine = { waitingSince: before(3_600_000), assignee: me };
  expect(takeFirst(mine)?.kind).toBe('hand-over');
  expect(takeFirst({ ...mine, readBy: { me: 3 } })).toBeNull();
  expect(takeFirst({ ...mine, state: 'with_person' })?.kind).toBe('message');
  expect(takeFirst({ ...mine, state: 'with_person', readBy: { me: 3 } })).toBeNull();
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

test('it is news even where the assistant was quicker to answer it', () => {
  const news = new InboxNewsFinder();
  const mine = summary({ state: 'waiting_for_person', assignee: me, lastVisitorSeq: 4 });
  news.know([mine]);
  expect(news.take({ ...mine, lastVisitorSeq: 6, lastRole: 'assistant' }, 'me')?.kind).toBe('message');
  // Of one that was never seen, the last message may be old.
  expect(news.take({ ...mine, conversationId: 'n', state: 'with_person', lastRole: 'agent' }, 'me')).toBeNull();
});

test('what somebody else had is news to me once it is mine, or waits for anybody', () => {
  const news = new InboxNewsFinder();
  const theirs = summary({ state: 'with_person', assignee: other, lastVisitorSeq: 4, readBy: {} });
  const waiting = summary({ conversationId: 'w', state: 'waiting_for_person', assignee: other });
  news.know([theirs, waiting]);
  expect(news.take({ ...theirs, assignee: me, readBy: { me: 4 } }, 'me')).toBeNull();
  news.know([theirs]);
  expect(news.take({ ...theirs, assignee: me }, 'me')?.kind).toBe('assigned');
  expect(news.take({ ...theirs, assignee: me }, 'me')).toBeNull();
  expect(news.take({ ...waiting, assignee: null }, 'me')?.kind).toBe('hand-over');
  // It was told already.
  expect(news.take({ ...waiting, assignee: me }, 'me')).toBeNull();
});

test('who others have is known from a list, which hides nothing that an agent has yet to hear of', () => {
  const news = new InboxNewsFinder();
  const theirs = summary({ state: 'with_person', assignee: other, lastVisitorSeq: 4, lastRole: 'agent', readBy: {} });
  const waiting = summary({ conversationId: 'w', state: 'waiting_for_person' });
  const mine = summary({ conversationId: 'm', state: 'with_person', assignee: me, lastVisitorSeq: 4, readBy: {} });
  news.meet([theirs, waiting, mine], 'me');
  expect(news.take({ ...theirs, assignee: me }, 'me')?.kind).toBe('assigned');
  expect(news.take(waiting, 'me')?.kind).toBe('hand-over');
  expect(news.take(mine, 'me')?.kind).toBe('message');
});

test('what was read before something was told of, and comes after it, is no news', () => {
  const news = new InboxNewsFinder();
  const waiting = summary({ state: 'waiting_for_person', lastSeq: 4 });
  expect(news.take(waiting, 'me')?.kind).toBe('hand-over');
  expect(news.take(summary({ state: 'with_person', assignee: other, lastSeq: 5 }), 'me')).toBeNull();
  expect(news.take(waiting, 'me')).toBeNull();
  news.know([waiting]);
  expect(news.take({ ...waiting, lastSeq: 6 }, 'me')?.kind).toBe('hand-over');
});

test('each news has a name of its own, the same where a gateway has told of more at once', () => {
  const wrote = summary({ lastVisitorSeq: 4, lastSeq: 4 });
  const key = newsKey({ kind: 'message', summary: wrote });
  expect(newsKey({ kind: 'message', summary: { ...wrote, lastSeq: 5 } })).toBe(key);
  expect(newsKey({ kind: 'message', summary: { ...wrote, lastVisitorSeq: 6 } })).not.toBe(key);
  expect(newsKey({ kind: 'message', summary: { ...wrote, conversationId: 'd' } })).not.toBe(key);
  const waiting = summary({ waitingSince: at });
  const handOver = newsKey({ kind: 'hand-over', summary: waiting });
  expect(newsKey({ kind: 'hand-over', summary: { ...waiting, lastSeq: 9, lastVisitorSeq: 9 } })).toBe(handOver);
  expect(newsKey({ kind: 'hand-over', summary: { ...waiting, waitingSince: null } })).not.toBe(handOver);
});

test('a notification names the customer, and says what they wrote and nothing that others did', () => {
  const named = summary({ visitorName: 'Ann Baker', lastText: 'My fern is brown' });
  expect(newsText({ kind: 'message', summary: named })).toEqual({
    ...{ title: 'Ann Baker wrote to you', body: 'My fern is brown' },
  });
  const anonymous = summary({ visitorId: '0190a6c0-0000-7000-8000-00000000beef', lastRole: 'assistant' });
  expect(newsText({ kind: 'hand-over', summary: anonymous })).toEqual({
    ...{ title: 'Visitor beef waits for a person', body: '' },
  });
  expect(newsText({ kind: 'assigned', summary: named }).title).toBe('The conversation with Ann Baker is yours now');
});
