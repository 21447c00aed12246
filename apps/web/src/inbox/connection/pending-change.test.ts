import type { ConversationEvent, ConversationSummary } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { type AgentAction, agentReducer, initialAgentState } from './agent-state.ts';
import { type PendingChange, pendingOf, withPending } from './pending-change.ts';

const conversationId = '0192f0c1-0000-7000-8000-00000000000a';
const at = '2026-03-18T12:00:00.000Z';
const ada = { id: 'ada', name: 'Ada' };
const summary: ConversationSummary = {
  ...{ conversationId, siteId: conversationId, siteName: 'Fernway', visitorId: conversationId, createdAt: at },
  ...{ lastActivityAt: at, messageCount: 1, lastText: 'hello', lastRole: 'visitor', generationState: null },
  ...{ state: 'with_person', tags: ['old'], lastSeq: 1 },
};
const replied: ConversationEvent = {
  ...{ conversationId, seq: 1, at, type: 'message:created' },
  message: {
    ...{ id: conversationId, role: 'agent', text: 'Hi', clientMessageId: 'x', generationId: null, createdAt: at },
  },
};
const page = { conversationId, events: [], lastSeq: 0, running: [], summary, timings: {}, receipts: {} };
const reply: PendingChange = { kind: 'reply', id: 'x', text: 'Hi', files: 0 };
const tags: PendingChange = { kind: 'tags', id: 'y', tags: ['new'], seq: null };

const begun = (change: PendingChange): AgentAction => ({ type: 'thread:change-begun', conversationId, change });
const answered = (id: string, seq: number | null): AgentAction => ({
  ...{ type: 'thread:change-answered', conversationId, id, seq },
});
const told = (lastSeq: number): AgentAction => ({ type: 'list:updated', summary: { ...summary, lastSeq } });
function pendingAfter(...actions: AgentAction[]) {
  const open: AgentAction[] = [
    { type: 'thread:open', conversationId },
    { type: 'thread:page', page },
  ];
  return [...open, ...actions].reduce(agentReducer, initialAgentState).thread?.pending;
}

test('what is done shows before it is stored, but for what changes more than can be told', () => {
  const options = { team: [ada], id: 'y' };
  expect(pendingOf('conversation:reply', { conversationId, clientMessageId: 'x', text: 'Hi' }, options)).toEqual(reply);
  expect(pendingOf('conversation:tag', { conversationId, tags: ['new'] }, options)).toEqual(tags);
  const assigned = pendingOf('conversation:assign', { conversationId, assigneeId: 'ada' }, options);
  expect(assigned).toMatchObject({ assignee: ada });
  expect(pendingOf('conversation:assign', { conversationId, assigneeId: 'gone' }, options)).toBeNull();
  expect(pendingOf('conversation:resolve', { conversationId }, options)).toBeNull();
  expect(withPending(summary, [tags, assigned ?? tags, reply])).toEqual({ ...summary, tags: ['new'], assignee: ada });
});

test('a reply is pending until it stands in the log, or is refused; never twice', () => {
  expect(pendingAfter(begun(reply), answered('x', 1))).toEqual([reply]);
  expect(pendingAfter(begun(reply), answered('x', 1), { type: 'thread:event', event: replied })).toEqual([]);
  expect(pendingAfter(begun(reply), { type: 'thread:event', event: replied })).toEqual([]);
  expect(pendingAfter(begun(reply), answered('x', null))).toEqual([]);
});

test('tags are pending until the conversation is told as it is with them, or they are refused', () => {
  expect(pendingAfter(begun(tags), told(2))).toEqual([tags]);
  expect(pendingAfter(begun(tags), answered('y', 3))).toEqual([{ ...tags, seq: 3 }]);
  expect(pendingAfter(begun(tags), answered('y', 3), told(3))).toEqual([]);
  expect(pendingAfter(begun(tags), told(3), answered('y', 3))).toEqual([]);
  expect(pendingAfter(begun(tags), answered('y', null))).toEqual([]);
});
