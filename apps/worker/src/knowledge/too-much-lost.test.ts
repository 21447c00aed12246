import { expect, test } from 'vitest';
import { tooMuchLost } from './too-much-lost.ts';

const of = (known: number, lost: number, { peak = known, added = 0 } = {}) =>
  tooMuchLost({ known, peak, lost, left: known + added - lost });

test.each([
  [0, 0, null],
  [3, 3, null],
  [4, 2, null],
  [4, 3, 'at-once'],
  [5, 2, null],
  [5, 3, 'at-once'],
  [300, 150, null],
  [300, 151, 'at-once'],
])('of %d documents that are known %d may be lost: %s', (known, lost, outcome) => {
  expect(of(known, lost)).toBe(outcome);
});

test.each([
  [150, 0, 300, null],
  [150, 1, 300, 'by-and-by'],
  [160, 10, 300, null],
  [160, 11, 300, 'by-and-by'],
  [3, 1, 5, 'by-and-by'],
  [3, 3, 3, null],
])('of %d that are left, %d may go where %d were known: %s', (known, lost, peak, outcome) => {
  expect(of(known, lost, { peak })).toBe(outcome);
});

test('pages in the place of others are no loss', () => {
  expect(of(150, 75, { peak: 300, added: 75 })).toBeNull();
});

test('however little goes each night, half of it stays', () => {
  const peak = 200;
  for (const share of [0.5, 0.3, 0.01]) {
    let known = peak;
    for (let night = 0; night < 1_000; night++) {
      const lost = Math.ceil(known * share);
      if (of(known, lost, { peak }) === null) known -= lost;
    }
    expect(known).toBeGreaterThanOrEqual(peak / 2);
  }
});
