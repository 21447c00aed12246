import { inboxLimits } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { extendedTo, nothingSelected, type RowSelection, stillListed, toggled, withAll } from './row-selection.ts';

const rowsOf = (...ids: string[]) => ids.map((conversationId) => ({ conversationId }));
const rows = rowsOf('a', 'b', 'c', 'd', 'e');
const idsOf = ({ ids }: RowSelection) => [...ids];
const many = rowsOf(...Array.from({ length: inboxLimits.changedTogether + 20 }, (_, index) => `row ${index}`));

test('one after another comes in, and goes out', () => {
  const two = toggled(toggled(nothingSelected, 'b'), 'd');
  expect(idsOf(two)).toEqual(['b', 'd']);
  expect(idsOf(toggled(two, 'b'))).toEqual(['d']);
});

test('a range goes from the last one to this, up or down, and leaves out nothing', () => {
  const chosen = toggled(toggled(nothingSelected, 'a'), 'd');
  expect(idsOf(extendedTo(chosen, rows, 'b')).toSorted()).toEqual(['a', 'b', 'c', 'd']);
  expect(idsOf(extendedTo(chosen, rows, 'e')).toSorted()).toEqual(['a', 'd', 'e']);
  // And goes on from there.
  expect(idsOf(extendedTo(extendedTo(nothingSelected, rows, 'b'), rows, 'd'))).toEqual(['b', 'c', 'd']);
});

test('where the last one has left the list, a range is one alone', () => {
  expect(idsOf(extendedTo(toggled(nothingSelected, 'gone'), rows, 'c'))).toEqual(['gone', 'c']);
});

test('what is not listed any more is not selected', () => {
  const chosen = withAll(nothingSelected, rows);
  expect(idsOf(stillListed(chosen, rowsOf('e', 'b')))).toEqual(['e', 'b']);
  expect(stillListed(chosen, rows)).toBe(chosen);
  expect(stillListed(nothingSelected, [])).toBe(nothingSelected);
});

test('no more are selected than one request changes, those first that are nearest to where it began', () => {
  const full = withAll(nothingSelected, many);
  expect(full.ids.size).toBe(inboxLimits.changedTogether);
  expect(full.ids.has('row 0')).toBe(true);
  expect(toggled(full, many.at(-1)?.conversationId ?? '')).toEqual(full);
  const last = many.at(-1)?.conversationId ?? '';
  const upwards = extendedTo(toggled(nothingSelected, last), many, 'row 0');
  expect([upwards.ids.size, upwards.ids.has(last), upwards.ids.has('row 0')]).toEqual([100, true, false]);
});
