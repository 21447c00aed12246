import { expect, test } from 'vitest';
import { isSameBubble } from './same-bubble.ts';

const answer = { phase: 'done' };
const props = { online: true, item: { key: 'a', answer } };

test('a bubble is the same while its item holds the same, made anew or not', () => {
  expect(isSameBubble(props, { online: true, item: { key: 'a', answer } })).toBe(true);
  expect(isSameBubble(props, { ...props, online: false })).toBe(false);
  expect(isSameBubble(props, { online: true, item: { key: 'a', answer: { phase: 'done' } } })).toBe(false);
  expect(
    isSameBubble<{ item: object }>(props, { online: true, item: { ...props.item, status: 'sent' } } as typeof props),
  ).toBe(false);
});
