import type { AgentFigures } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { type AgentOrder, inOrder, pressed } from './agent-order.ts';

const person = (name: string | null, replies: number, p50: number | null, good = 0, rated = 0): AgentFigures => ({
  ...{ userId: name, name, conversations: replies, replies, resolved: 0 },
  firstResponse: { count: p50 === null ? 0 : 1, p50, p90: p50 },
  ...{ resolution: { count: 0, p50: null }, ratings: { count: rated, good } },
});
const agents = [
  person('Bo 10', 9, 3_000, 8, 10),
  person('ada', 7, null),
  person(null, 5, 90_000),
  person('Bo 2', 5, 60_000, 1, 1),
];
const names = (order: AgentOrder) => inOrder(agents, order).map(({ name }) => name);

test('figures fall, what was not measured comes last in either direction, and equal ones stay', () => {
  expect(names({ column: 'replies', descending: true })).toEqual(['Bo 10', 'ada', null, 'Bo 2']);
  expect(names({ column: 'firstHalf', descending: true })).toEqual([null, 'Bo 2', 'Bo 10', 'ada']);
  expect(names({ column: 'firstHalf', descending: false })).toEqual(['Bo 10', 'Bo 2', null, 'ada']);
  expect(names({ column: 'good', descending: true })).toEqual(['Bo 2', 'Bo 10', 'ada', null]);
});

test('names are in the order of a phone book, the nameless last', () => {
  expect(names({ column: 'person', descending: false })).toEqual(['ada', 'Bo 2', 'Bo 10', null]);
});

test('a press sorts by a column, and once more the other way round', () => {
  const first = { column: 'replies', descending: true } as const;
  expect(pressed(first, 'replies')).toEqual({ column: 'replies', descending: false });
  expect(pressed(first, 'resolved')).toEqual({ column: 'resolved', descending: true });
  expect(pressed(first, 'person')).toEqual({ column: 'person', descending: false });
});
