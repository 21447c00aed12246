import { expect, test } from 'vitest';
import { absenceMs, isLeftWaiting, untouchedMs } from './left-waiting.ts';

const now = new Date('2026-01-02T12:00:00Z');
const [long, justEnough, short] = [2 * absenceMs, absenceMs, absenceMs - 1];

// For how long the customer waits, the agent has it, and is gone; null: not at all, nobody's, never there.
test.each<[string, number | null, number | null, number | null, boolean]>([
  ['the agent is gone, and the customer waits', long, long, long, true],
  ['all of it is just long enough', justEnough, justEnough, justEnough, true],
  ['the agent left a moment ago', long, long, short, false],
  ['the agent is there, however long it takes', 100 * long, 100 * long, 0, false],
  ['the customer has just begun to wait', short, long, 100 * long, false],
  ['the customer does not wait', null, long, long, false],
  ['it was given to somebody who is away, just now', long, short, long, false],
  ['it was given to somebody who was never there, long ago', long, long, null, true],
  ['it was given to somebody who was never there, just now', long, short, null, false],
  ['it is nobody’s', long, null, null, false],
])('%s', (_what, waits, had, gone, left) => {
  const ago = (ms: number | null) => (ms === null ? null : new Date(now.getTime() - ms));
  expect(
    isLeftWaiting({ waitingSince: ago(waits), assignedAt: ago(had), lastThereAt: ago(gone), untouched: false }, now),
  ).toBe(left);
});

test.each<[string, number, number, boolean]>([
  ['the agent has looked in for a moment', untouchedMs, untouchedMs, true],
  ['the agent left a moment ago', long, untouchedMs - 1, false],
  ['it was given to them just now', untouchedMs - 1, long, false],
  ['the agent is there, however long it takes', long, 0, false],
])('of what the service gave, and nobody has touched: %s', (_what, had, gone, left) => {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const since = { waitingSince: ago(long), assignedAt: ago(had), lastThereAt: ago(gone) };
  expect(isLeftWaiting({ ...since, untouched: true }, now)).toBe(left);
});
