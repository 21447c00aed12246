import { expect, test } from 'vitest';
import { timeTexts } from './time-text.ts';

const local = (day: number, hour: number) => new Date(2026, 0, day, hour);
const now = local(5, 20);

// How day and clock are put together differs between versions of Intl.
test.each([
  ['en', local(5, 22), /^today\b.*10:00/],
  ['en', local(6, 9), /^tomorrow\b.*9:00/],
  ['en', local(8, 9), /^Thursday\b.*9:00/],
  ['en', local(20, 9), /January 20, 2026.*9:00/],
  ['de', local(6, 9), /^morgen\b.*9:00/],
  ['de', local(8, 9), /^Donnerstag\b.*9:00/],
  ['fr', local(6, 9), /^demain\b.*9:00/],
  ['ar', local(6, 9), /^غدًا، .*9:00/],
])('%s: a time to come is told by its day, at %s', (tag, at, said) => {
  expect(timeTexts(tag).ahead(at.toISOString(), now)).toMatch(said);
});
