import type { ConversationEvent, ConversationSummary, WatchedConversation } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { wholeInbox } from '../views/conversation-view.ts';
import { type AgentAction, type AgentState, agentReducer, initialAgentState, type ListNews } from './agent-state.ts';

const ids = ['0192f0c1-0000-7000-8000-00000000000a', '0192f0c1-0000-7000-8000-00000000000b'] as const;
const generationId = '0192f0c1-0000-7000-8000-0000000000aa';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 18, 12, minute)).toISOString();

function summary(conversationId: string, minute: number): ConversationSummary {
  return {
    conversationId,
    siteId: ids[0],
    siteName: 'Fernway',
    visitorId: ids[0],
    createdAt: at(0),
    lastActivityAt: at(minute),
    messageCount: 1,
    lastText: `at ${minute}`,
    lastRole: 'visitor',
    generationState: null,
    state: 'bot',
  };
}

function question(seq: number): ConversationEvent {
  const message = {
    id: `0192f0c1-0000-7000-8000-0000000000${seq + 10}`,
    role: 'visitor' as const,
    text: `question ${seq}`,
    clientMessageId: null,
    generationId: null,
    createdAt: at(seq),
  };
  return { conversationId: ids[0], seq, at: at(seq), type: 'message:created', message };
}

function page(events: ConversationEvent[], more: Partial<WatchedConversation> = {}): WatchedConversation {
  return {
    conversationId: ids[0],
    events,
    lastSeq: events.at(-1)?.seq ?? 0,
    running: [],
    summary: summary(ids[0], 1),
    timings: {},
    receipts: {},
    ...more,
  };
}

const run = (actions: AgentAction[], state: AgentState = initialAgentState): AgentState =>
  actions.reduce(agentReducer, state);
const order = (state: AgentState): string[] | undefined => state.conversations?.map((one) => one.lastText);

test('an update moves its conversation to the top and replaces the old row', () => {
  const list = run([
    { type: 'list:fresh', conversations: [summary(ids[0], 5), summary(ids[1], 3)], more: false },
    { type: 'list:updated', summary: summary(ids[1], 9) },
  ]);
  expect(order(list)).toEqual(['at 9', 'at 5']);
});

test('a conversation that is deleted leaves the list, and nothing of it stays in the open thread', () => {
  const state = run([
    { type: 'list:fresh', conversations: [summary(ids[0], 5), summary(ids[1], 3)], more: false },
    { type: 'thread:open', conversationId: ids[0] },
    { type: 'thread:page', page: page([question(1)]) },
    { type: 'list:deleted', conversationId: ids[0] },
  ]);
  expect(order(state)).toEqual(['at 3']);
  expect(state.thread).toMatchObject({ summary: null, chat: { entries: [] } });
  expect(state.thread?.error?.message).toBe('This conversation has been deleted.');
});

test('an update before the first page makes no list of one', () => {
  expect(run([{ type: 'list:updated', summary: summary(ids[0], 1) }]).conversations).toBeNull();
});

test('an older page does not bring back the old row of a conversation that was updated meanwhile', () => {
  const list = run([
    { type: 'list:fresh', conversations: [summary(ids[0], 5)], more: true },
    { type: 'list:updated', summary: summary(ids[1], 9) },
    { type: 'list:older', conversations: [summary(ids[1], 2)], more: false },
  ]);
  expect(order(list)).toEqual(['at 9', 'at 5']);
  expect(list.more).toBe(false);
});

test('a fresh list replaces rows that may have missed their updates', () => {
  const list = run([
    { type: 'list:fresh', conversations: [summary(ids[0], 5), summary(ids[1], 3)], more: false },
    { type: 'list:fresh', conversations: [summary(ids[1], 8)], more: true },
  ]);
  expect(order(list)).toEqual(['at 8']);
});

test('what is told while the list is read counts, but for what was read later', () => {
  const told = (one: ConversationSummary, lastSeq: number, lastText: string) => ({ ...one, lastSeq, lastText });
  const read = [told(summary(ids[0], 5), 4, 'read'), summary(ids[1], 3)];
  const seen: ListNews = { type: 'list:seen', seen: { conversationId: ids[0], agentId: 'ada', seq: 4 } };
  const withNews = (...meanwhile: ListNews[]) =>
    run([{ type: 'list:fresh', conversations: read, more: false, meanwhile }]);
  const update = (lastSeq: number): ListNews => ({
    type: 'list:updated',
    summary: told(summary(ids[0], 9), lastSeq, 'told'),
  });
  expect(order(withNews(update(5)))).toEqual(['told', 'at 3']);
  expect(order(withNews(update(3)))).toEqual(['read', 'at 3']);
  expect(order(withNews({ type: 'list:deleted', conversationId: ids[0] }))).toEqual(['at 3']);
  expect(withNews(seen).conversations?.[0]?.readBy).toEqual({ ada: 4 });
  // Of the oldest first, what changes leaves the part that is loaded: the page that is read meanwhile has its old row.
  const oldest = run([
    { type: 'listing', listing: { ...wholeInbox, sort: 'oldest' } },
    { type: 'list:fresh', conversations: [summary(ids[1], 3)], more: true },
    update(5),
    { type: 'list:older', conversations: [told(summary(ids[0], 5), 4, 'read')], more: false, meanwhile: [update(5)] },
  ]);
  expect(order(oldest)).toEqual(['at 3', 'told']);
});

test('what was searched for stays in its row when that is told of', () => {
  const match = { id: ids[1], by: 'visitor', excerpt: 'lost', marks: [[0, 4]] } satisfies ConversationSummary['match'];
  const list = run([
    { type: 'list:fresh', conversations: [{ ...summary(ids[0], 5), match }], more: false },
    { type: 'list:updated', summary: summary(ids[0], 9) },
  ]);
  expect(list.conversations).toEqual([{ ...summary(ids[0], 9), match }]);
});

test('what was found in a note is shown no longer than nothing happens: it may be deleted', () => {
  const match = { id: ids[1], by: 'note', excerpt: 'lost', marks: [[0, 4]] } satisfies ConversationSummary['match'];
  const row = { ...summary(ids[0], 5), lastSeq: 5, match };
  const after = (lastSeq: number) =>
    run([
      { type: 'list:fresh', conversations: [row], more: false },
      { type: 'list:updated', summary: { ...summary(ids[0], 5), lastSeq } },
    ]).conversations?.[0];
  expect(after(6)?.match).toBeUndefined();
  // Told late, of a time before it was found.
  expect(after(4)?.match).toEqual(match);
});

test('a thread starts with what the list knows and fills by seq, each event once', () => {
  const thread = run([
    { type: 'list:fresh', conversations: [summary(ids[0], 5)], more: false },
    { type: 'thread:open', conversationId: ids[0] },
    { type: 'thread:page', page: page([question(1), question(2)]) },
    { type: 'thread:event', event: question(2) },
    { type: 'thread:event', event: question(4) },
    { type: 'thread:event', event: question(3) },
  ]).thread;
  expect(thread?.chat.lastSeq).toBe(3);
  expect(thread?.chat.entries).toHaveLength(3);
});

test('what was told of the open thread stays where its page was read before, but not what a restored backup does not know', () => {
  const told = (lastSeq: number, lastText: string) => ({ ...summary(ids[0], 5), lastSeq, lastText });
  const ahead = run([
    { type: 'thread:open', conversationId: ids[0] },
    { type: 'list:updated', summary: told(5, 'told') },
    { type: 'thread:page', page: page([question(1)], { summary: told(4, 'read') }) },
  ]);
  expect(ahead.thread?.summary).toEqual(told(5, 'told'));
  const restored = run(
    [
      { type: 'thread:anew', conversationId: ids[0] },
      { type: 'thread:page', page: page([question(1)], { summary: told(4, 'read') }) },
    ],
    ahead,
  );
  expect(restored.thread?.summary).toEqual(told(4, 'read'));
});

test('words of a running answer grow from the snapshot, whatever comes twice', () => {
  const queued: ConversationEvent = {
    conversationId: ids[0],
    seq: 2,
    at: at(2),
    type: 'generation:queued',
    generationId,
    questionMessageId: ids[1],
  };
  const words = (position: number, text: string): AgentAction => ({
    type: 'thread:words',
    words: { conversationId: ids[0], generationId, position, text },
  });
  const thread = run([
    { type: 'thread:open', conversationId: ids[0] },
    {
      type: 'thread:page',
      page: page([question(1), queued], { running: [{ generationId, state: 'running', text: 'You can ' }] }),
    },
    words(0, 'You '),
    words(8, 'return '),
    words(15, 'it.'),
  ]).thread;
  expect(thread?.chat.answers[generationId]).toMatchObject({ text: 'You can return it.', phase: 'streaming' });
});

test('what belongs to another conversation leaves the open thread alone', () => {
  const open = run([{ type: 'thread:open', conversationId: ids[1] }]);
  const after = run(
    [
      { type: 'thread:page', page: page([question(1)]) },
      { type: 'thread:event', event: question(1) },
      { type: 'thread:words', words: { conversationId: ids[0], generationId, position: 0, text: 'x' } },
      { type: 'thread:loaded', conversationId: ids[0] },
    ],
    open,
  );
  expect(after).toBe(open);
});

test('opening the open conversation again keeps its thread', () => {
  const open = run([
    { type: 'thread:open', conversationId: ids[0] },
    { type: 'thread:page', page: page([question(1)]) },
  ]);
  expect(run([{ type: 'thread:open', conversationId: ids[0] }], open)).toBe(open);
});

test('receipts of finished answers come with each page and stay', () => {
  const receipt = { mode: 'quote', confidence: 0.9, found: [], stale: false, guarded: false };
  const { thread } = run([
    { type: 'thread:open', conversationId: ids[0] },
    { type: 'thread:page', page: page([question(1)], { receipts: { [generationId]: receipt } }) },
    // One that has none, as of a gateway before receipts.
    { type: 'thread:page', page: page([question(2)]) },
  ]);
  expect(thread?.receipts).toEqual({ [generationId]: receipt });
});

test('what an agent has seen is read in the list and in the open thread, never less than before', () => {
  const seen = (seq: number): AgentAction => ({
    type: 'list:seen',
    seen: { conversationId: ids[0], agentId: 'ada', seq },
  });
  const state = run([
    { type: 'list:fresh', conversations: [summary(ids[0], 5), summary(ids[1], 3)], more: false },
    { type: 'thread:open', conversationId: ids[0] },
    seen(4),
    seen(2),
  ]);
  expect(state.conversations?.map(({ readBy }) => readBy)).toEqual([{ ada: 4 }, undefined]);
  expect(state.thread?.summary?.readBy).toEqual({ ada: 4 });
});

test('the oldest first, a conversation that changes goes behind what is not loaded yet, so that no page is skipped', () => {
  const oldest = run([
    { type: 'listing', listing: { ...wholeInbox, sort: 'oldest' } },
    { type: 'list:fresh', conversations: [summary(ids[0], 1), summary(ids[1], 2)], more: true },
  ]);
  const updated: AgentAction = { type: 'list:updated', summary: summary(ids[0], 9) };
  expect(order(run([updated], oldest))).toEqual(['at 2']);
  expect(order(run([updated], { ...oldest, more: false }))).toEqual(['at 2', 'at 9']);
});

test('what was found in a note leaves its row with the note', () => {
  const inNote = (id: string) =>
    ({ id, by: 'note', excerpt: 'lost', marks: [[0, 4]] }) satisfies ConversationSummary['match'];
  const [one, other] = [generationId, ids[1]];
  const rows = [
    { ...summary(ids[0], 5), match: inNote(one) },
    { ...summary(ids[1], 3), match: inNote(other) },
  ];
  const event = { conversationId: ids[0], seq: 2, at: at(2), type: 'note:deleted', noteId: one } as const;
  const list = run([
    { type: 'list:fresh', conversations: rows, more: false },
    { type: 'thread:event', event: { ...event, by: { id: 'ada', name: 'Ada' } } },
  ]);
  expect(list.conversations).toEqual([summary(ids[0], 5), rows[1]]);
});
