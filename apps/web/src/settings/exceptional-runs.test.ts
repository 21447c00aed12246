import { expect, test } from 'vitest';
import { datesOf, draftProblem, runsOf } from './exceptional-runs.ts';

const fair = [{ from: '10:00', to: '14:00' }];

test.each([
  ['alike and in a row', { '2026-12-31': [], '2026-12-30': [], '2027-01-01': [] }, [], [3]],
  ['a day is missing', { '2026-12-24': [], '2026-12-26': [] }, [], [1, 1]],
  ['one has other hours', { '2026-12-24': [], '2026-12-25': fair, '2026-12-26': [] }, [], [1, 1, 1]],
  ['the same hours', { '2026-12-24': fair, '2026-12-25': [...fair] }, [], [2]],
  ['one stands apart', { '2026-12-24': [], '2026-12-25': [], '2026-12-26': [] }, ['2026-12-25'], [1, 2]],
  ['none', {}, [], []],
])('rows of exceptional days: %s', (_, exceptions, apart, lengths) => {
  const runs = runsOf(exceptions, new Set<string>(apart));
  expect(runs.map(({ dates }) => dates.length)).toEqual(lengths);
  expect(runs.flatMap(({ dates }) => dates)).toEqual(Object.keys(exceptions).toSorted());
});

test('a holiday is each of its days, over the end of a year and a change of clocks', () => {
  expect(datesOf({ first: '2027-12-30', last: '2028-01-02' })).toEqual([
    ...['2027-12-30', '2027-12-31', '2028-01-01', '2028-01-02'],
  ]);
  expect(datesOf({ first: '2026-03-28', last: '2026-03-30' })).toHaveLength(3);
  expect(datesOf({ first: '2026-12-25', last: '' })).toEqual(['2026-12-25']);
});

test('what can’t be added is found without making a list of ten thousand years', () => {
  expect(draftProblem({ first: '2026-12-24', last: '9999-12-31' }, {}, '2026-12-01')).toEqual({
    field: 'last',
    problem: 'At most 50 days.',
  });
});
