import { expect, it } from 'vitest';
import { isRow, isWideRow } from './row.ts';

it.each([
  ['Name: Student; Price: €5', true, true],
  ['Seal cruise; Adult: £22; Under 5: free', true, true],
  ['Student: €5', true, false],
  ['Rounded corners: from £6.50', true, false],
  ['We take cards; cash too.', false, false],
  ['Please note: bring your ticket.', false, false],
])('%s: a row %s, of several columns %s', (text, row, wide) => {
  expect([isRow(text), isWideRow(text)]).toEqual([row, wide]);
});
