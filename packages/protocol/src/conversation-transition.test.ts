import { describe, expect, it } from 'vitest';
import type { ConversationState } from './conversation-event.ts';
import { botAnswers, type ConversationStep, nextState } from './conversation-transition.ts';

const states = ['bot', 'waiting_for_person', 'with_person', 'resolved', 'snoozed'] as const;
type Row = [ConversationStep, ...(ConversationState | null)[]];

// A column for each state that it may be in before.
const unassigned: Row[] = [
  [{ kind: 'take-over' }, 'with_person', 'with_person', 'with_person', 'with_person', 'with_person'],
  [{ kind: 'hand-back' }, 'bot', 'bot', 'bot', null, 'bot'],
  [{ kind: 'hand-over' }, 'waiting_for_person', 'waiting_for_person', 'with_person', 'waiting_for_person', 'snoozed'],
  [{ kind: 'resolve' }, 'resolved', 'resolved', 'resolved', 'resolved', 'resolved'],
  [{ kind: 'snooze' }, null, 'snoozed', 'snoozed', null, 'snoozed'],
  [{ kind: 'reopen' }, null, null, null, 'bot', 'waiting_for_person'],
  [{ kind: 'reopen', to: 'bot' }, null, null, null, 'bot', 'bot'],
  [{ kind: 'reopen', to: 'with_person' }, null, null, null, 'waiting_for_person', 'waiting_for_person'],
  [
    { kind: 'reopen', to: 'waiting_for_person' },
    'waiting_for_person',
    null,
    null,
    'waiting_for_person',
    'waiting_for_person',
  ],
  [{ kind: 'wake' }, null, null, null, null, 'waiting_for_person'],
  [{ kind: 'release' }, null, null, null, null, null],
  [{ kind: 'visitor-message' }, 'bot', 'waiting_for_person', 'waiting_for_person', 'bot', 'waiting_for_person'],
];
const assigned: Row[] = [
  [{ kind: 'reopen' }, null, null, null, 'with_person', 'with_person'],
  [
    { kind: 'reopen', to: 'waiting_for_person' },
    'waiting_for_person',
    null,
    null,
    'waiting_for_person',
    'waiting_for_person',
  ],
  [{ kind: 'reopen', to: 'with_person' }, null, null, null, 'with_person', 'with_person'],
  [{ kind: 'wake' }, null, null, null, null, 'with_person'],
  [{ kind: 'release' }, null, 'waiting_for_person', 'waiting_for_person', null, null],
  [{ kind: 'visitor-message' }, 'bot', 'waiting_for_person', 'with_person', 'bot', 'with_person'],
];

describe.each([
  ['nobody’s', false, unassigned],
  ['an agent’s', true, assigned],
] as const)('a conversation that is %s', (_whose, isAssigned, rows) => {
  it.each(rows)('after %j', (step, ...after) => {
    expect(states.map((state) => nextState({ state, assigned: isAssigned }, step))).toEqual(after);
  });
});

it('the bot is silent where a person answers, and only there', () => {
  expect(states.filter((state) => !botAnswers(state))).toEqual(['with_person', 'resolved', 'snoozed']);
  for (const state of states) {
    for (const isAssigned of [false, true]) {
      const after = nextState({ state, assigned: isAssigned }, { kind: 'visitor-message' });
      // Whoever writes is heard by somebody.
      expect(after === 'bot' || after === 'waiting_for_person' || after === 'with_person').toBe(true);
    }
  }
});
