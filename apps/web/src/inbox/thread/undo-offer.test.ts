import type { ConversationSummary } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { offerAt, type UndoOffer } from './undo-offer.ts';

const summary = (state: ConversationSummary['state']) => ({ state }) as ConversationSummary;
const offer: UndoOffer = { text: 'Snoozed.', run: async () => null, holds: ({ state }) => state === 'snoozed' };

test('an offer waits for the news of what was done, and stays while it holds', () => {
  expect(offerAt(offer, summary('with_person'))).toBe(offer);
  const held = offerAt(offer, summary('snoozed'));
  expect(held).toMatchObject({ text: 'Snoozed.', held: true });
  expect(offerAt(held, summary('snoozed'))).toBe(held);
});

test('it goes when the customer has reopened the conversation', () => {
  expect(offerAt(offerAt(offer, summary('snoozed')), summary('with_person'))).toBeNull();
});
