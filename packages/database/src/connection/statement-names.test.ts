import { expect, it } from 'vitest';
import { statementNames } from './statement-names.ts';

const times = <Result>(count: number, work: (index: number) => Result): Result[] =>
  Array.from({ length: count }, (_, index) => work(index));

it('names what comes again and again, and each statement for itself', () => {
  const nameOf = statementNames();
  expect(times(20, () => nameOf({ sql: 'UPDATE 1' })).filter(Boolean)).toEqual([]);
  times(20, () => nameOf({ sql: 'SELECT "public"."site"."id"' }));
  const [one, two] = [nameOf({ sql: 'UPDATE 1' }), nameOf({ sql: 'SELECT "public"."site"."id"' })];
  expect(one).toBeTruthy();
  expect(two).toBeTruthy();
  expect(one).not.toBe(two);
  expect(nameOf({ sql: 'UPDATE 1' })).toBe(one);
});

it('names a bounded number, however many come often', () => {
  const nameOf = statementNames();
  const named = new Set(times(1_000, (index) => times(30, () => nameOf({ sql: `DELETE ${index}` })).at(-1)));
  named.delete('');
  expect(named.size).toBe(150);
});

it('goes on naming while ever other statements pass', () => {
  const nameOf = statementNames();
  times(5_000, (index) => nameOf({ sql: `DELETE ${index}` }));
  expect(times(40, () => nameOf({ sql: 'INSERT' })).at(-1)).toBeTruthy();
});

it('leaves other reads without a name', () => {
  const nameOf = statementNames();
  expect(times(40, () => nameOf({ sql: 'SELECT count(*) FROM message' })).at(-1)).toBe('');
});

it('names a statement anew, so that it is planned anew, each time it has come eight times as often', () => {
  const nameOf = statementNames();
  const seen = times(2_000, () => nameOf({ sql: 'UPDATE 1' }));
  const begins = seen.flatMap((name, index) => (name !== seen[index - 1] && name ? [index + 1] : []));
  expect(begins).toEqual([21, 168, 1_344]);
});
