import type { ConversationEvent } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { makeUuid } from '../outgoing/uuid.ts';
import {
  changeFeedback,
  type FeedbackState,
  type FeedbackWish,
  initialFeedback,
  logFeedback,
  shownFeedback,
  type Wished,
} from './feedback-state.ts';

const rate = (thumb: 'up' | 'down' | null, comment: string | null = null, generationId = 'g'): FeedbackWish => ({
  ...{ id: makeUuid(), at: '2026-01-01T00:00:00.000Z' },
  name: 'generation:rate',
  payload: { generationId, thumb, comment },
});
const wish = (state: FeedbackState, ...wishes: FeedbackWish[]) =>
  wishes.reduce((before, one) => changeFeedback(before, { type: 'wish', wish: one }), state);
const event = (one: Record<string, unknown>) =>
  ({ conversationId: 'c', seq: 1, at: '2026-01-01T00:00:00.000Z', ...one }) as ConversationEvent;
const rated = (thumb: 'up' | 'down' | null, comment: string | null = null, generationId = 'g') =>
  event({ type: 'generation:rated', generationId, thumb, comment });

test('what was just said is shown at once, the newest of each answer', () => {
  const state = wish(initialFeedback, rate('up'), rate('up', null, 'other'), rate('down', 'Old.'));
  expect(state.wishes).toHaveLength(2);
  expect(shownFeedback(state, 'c').answers).toEqual({
    g: { thumb: 'down', comment: 'Old.' },
    other: { thumb: 'up', comment: null },
  });
});

test('its event takes its place; one of an earlier thumb, or of another answer, does not', () => {
  let state = wish(initialFeedback, rate('down'));
  state = logFeedback(logFeedback(state, rated('up')), rated('down', null, 'other'));
  expect(shownFeedback(state, 'c').answers.g?.thumb).toBe('down');
  expect(state.wishes).toHaveLength(1);
  state = logFeedback(state, rated('down'));
  expect(state.wishes).toEqual([]);
  expect(shownFeedback(state, 'c').answers.g?.thumb).toBe('down');
});

test('what another tab said is shown', () => {
  const state = logFeedback(logFeedback(initialFeedback, rated('down', 'Old.')), rated(null));
  expect(shownFeedback(state, 'c').answers).toEqual({ g: { thumb: null, comment: null } });
});

test('what was refused goes back to what the log says', () => {
  const said = rate('up');
  const state = changeFeedback(wish(logFeedback(initialFeedback, rated('down')), said), {
    type: 'settled',
    id: said.id,
  });
  expect(shownFeedback(state, 'c').answers.g?.thumb).toBe('down');
});

test('rating, solution and address are shown the same way', () => {
  const conversationId = 'c';
  const wishes: Wished[] = [
    { name: 'conversation:solved', payload: { conversationId, solved: true } },
    { name: 'conversation:rate', payload: { conversationId, score: 4, comment: null } },
    { name: 'contact:leave', payload: { conversationId, email: 'ann@example.org' } },
    { name: 'person:request', payload: { conversationId } },
  ];
  const at = '2026-01-01T00:00:00.000Z';
  let state = wish(initialFeedback, ...wishes.map((one) => ({ ...one, id: makeUuid(), at })));
  const shown = { solved: true, rating: { score: 4, comment: null }, contact: 'ann@example.org' };
  expect(shownFeedback(state, conversationId)).toMatchObject(shown);
  expect(shownFeedback(state, 'other')).toMatchObject({ solved: null, rating: null, contact: null });
  for (const one of [
    { type: 'conversation:solved', solved: true, by: 'bot' },
    { type: 'conversation:rated', score: 4, comment: null },
    { type: 'conversation:contact-left', email: 'ann@example.org' },
    { type: 'conversation:person-requested' },
  ]) {
    state = logFeedback(state, event(one));
  }
  expect(state).toMatchObject({ ...shown, wishes: [] });
});
