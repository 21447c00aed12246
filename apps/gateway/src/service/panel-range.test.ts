import { CodedError } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { panelRange } from './panel-range.ts';

const now = new Date('2026-03-18T12:34:56.789Z');
const iso = ({ from, to, stepMinutes }: ReturnType<typeof panelRange>) => [
  from.toISOString(),
  to.toISOString(),
  stepMinutes,
];

test.each([
  [60, '2026-03-18T11:34:00.000Z', 1],
  [24 * 60, '2026-03-17T12:30:00.000Z', 15],
  [7 * 24 * 60, '2026-03-11T12:00:00.000Z', 60],
  [30 * 24 * 60, '2026-02-16T12:00:00.000Z', 360],
])('the last %i minutes', (minutes, from, stepMinutes) => {
  expect(iso(panelRange({ minutes }, now))).toEqual([from, '2026-03-18T12:34:00.000Z', stepMinutes]);
});

test('from one moment to another, the future left out', () => {
  const from = '2026-03-18T09:10:11.000Z';
  expect(iso(panelRange({ from, to: '2026-03-18T10:00:59.000Z' }, now))).toEqual([
    ...['2026-03-18T09:10:00.000Z', '2026-03-18T10:00:00.000Z', 1],
  ]);
  expect(iso(panelRange({ from, to: '2027-01-01T00:00:00.000Z' }, now))[1]).toBe('2026-03-18T12:34:00.000Z');
});

test.each([
  ['ends before it begins', '2026-03-18T11:00:00.000Z', '2026-03-18T10:00:00.000Z'],
  ['lies in the future', '2026-03-19T11:00:00.000Z', '2026-03-20T10:00:00.000Z'],
  ['is too long', '2025-12-01T00:00:00.000Z', '2026-03-18T10:00:00.000Z'],
])('a range that %s is refused', (_, from, to) => {
  expect(() => panelRange({ from, to }, now)).toThrow(CodedError);
});

test('of less than a minute it is the last one', () => {
  expect(iso(panelRange({ from: '2026-03-18T12:34:10.000Z', to: '2026-03-18T12:34:50.000Z' }, now))).toEqual([
    ...['2026-03-18T12:33:00.000Z', '2026-03-18T12:34:00.000Z', 1],
  ]);
});
