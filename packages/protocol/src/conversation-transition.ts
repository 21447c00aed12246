import type { ConversationState } from './conversation-event.ts';

/** What may happen to a conversation that changes who has it. */
export type ConversationStep =
  /** An agent takes it, from the bot or from another agent; to reply is to take it. */
  | { kind: 'take-over' }
  /** The bot answers again. */
  | { kind: 'hand-back' }
  /** The bot wants a person, or its customer does. */
  | { kind: 'hand-over' }
  | { kind: 'resolve' }
  | { kind: 'snooze' }
  /**
   * An agent undoes a resolution or a snooze, or, back to `waiting_for_person`, what was handed back. `to` is what it was before,
   * where the agent knows.
   */
  | { kind: 'reopen'; to?: 'bot' | 'waiting_for_person' | 'with_person' | undefined }
  /** The time of a snooze has come. */
  | { kind: 'wake' }
  /** Its agent has left the customer waiting, or may not answer there any more, or it was made nobody's. */
  | { kind: 'release' }
  | { kind: 'visitor-message' };

/** Where a conversation stands, as far as steps depend on it. */
export interface ConversationStanding {
  state: ConversationState;
  /** It is some agent's. */
  assigned: boolean;
}

/**
 * Pure: the state after a step, which is the old one where the step changes nothing; null where it can't be taken.
 * Whatever somebody has put aside comes back to whom it was with.
 */
export function nextState({ state, assigned }: ConversationStanding, step: ConversationStep): ConversationState | null {
  const aside = state === 'resolved' || state === 'snoozed';
  switch (step.kind) {
    case 'take-over':
      return 'with_person';
    case 'hand-back':
      return state === 'resolved' ? null : 'bot';
    case 'hand-over':
      return state === 'bot' || state === 'resolved' ? 'waiting_for_person' : state;
    case 'resolve':
      return 'resolved';
    case 'snooze':
      // What the bot has needs nobody to come back to it.
      return state === 'bot' || state === 'resolved' ? null : 'snoozed';
    case 'reopen':
      if (state === 'bot' && step.to === 'waiting_for_person') return step.to;
      if (!aside) return null;
      if (step.to === 'with_person') return assigned ? 'with_person' : 'waiting_for_person';
      return step.to ?? (assigned ? 'with_person' : state === 'snoozed' ? 'waiting_for_person' : 'bot');
    case 'wake':
      return state === 'snoozed' ? (assigned ? 'with_person' : 'waiting_for_person') : null;
    case 'release':
      return assigned && (state === 'waiting_for_person' || state === 'with_person') ? 'waiting_for_person' : null;
    case 'visitor-message':
      if (state === 'resolved') return 'bot';
      if (state === 'snoozed') return assigned ? 'with_person' : 'waiting_for_person';
      // Whose it was is gone.
      if (state === 'with_person' && !assigned) return 'waiting_for_person';
      return state;
  }
}

/** Pure: whether the bot answers what a customer writes. */
export const botAnswers = (state: ConversationState): boolean => state === 'bot' || state === 'waiting_for_person';
