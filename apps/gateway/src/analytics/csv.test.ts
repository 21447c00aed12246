import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('cells are told apart whatever is in them', () => {
  expect(
    toCsv([
      ['a', 'b "c", d', 'e\nf'],
      [1, -2.5, null],
    ]),
  ).toBe('\ufeffa,"b ""c"", d","e\nf"\r\n1,-2.5,\r\n');
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=cmd'])('no formula comes of a text: %j', (text) => {
  expect(toCsv([[text]]).replace(/^\ufeff"?/, '')).toMatch(/^'/);
});
