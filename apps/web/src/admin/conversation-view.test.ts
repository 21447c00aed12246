import type { ConversationState, ConversationView } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { isInView } from './conversation-view.ts';

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
