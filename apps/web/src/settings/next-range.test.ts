import { expect, test } from 'vitest';
import { nextRange } from './next-range.ts';

test.each([
  [[], { from: '09:00', to: '17:00' }],
  [[['09:00', '12:00']], { from: '13:00', to: '17:00' }],
  [
    [
      ['13:00', '18:30'],
      ['09:00', '12:00'],
    ],
    { from: '19:30', to: '23:30' },
  ],
  [[['09:00', '23:30']], { from: '23:30', to: '24:00' }],
  [[['00:00', '24:00']], null],
  [[['09:00', '']], { from: '09:00', to: '17:00' }],
])('after %j comes %j', (ranges, next) => {
  expect(nextRange(ranges.map(([from = '', to = '']) => ({ from, to })))).toEqual(next);
});
