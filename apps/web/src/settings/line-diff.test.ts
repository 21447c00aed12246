import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

const shown = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, line }) => `${{ same: ' ', added: '+', removed: '-' }[kind]}${line}`);

test('the same is the same', () => {
  expect(shown('a\nb', 'a\nb')).toEqual([' a', ' b']);
});

test('what went stands before what came in its place', () => {
  expect(shown('a\nb\nc', 'a\nB\nc\nd')).toEqual([' a', '-b', '+B', ' c', '+d']);
});

test('both texts can be read from it', () => {
  const [before, after] = ['one\ntwo\nthree\n\ntwo', 'two\n\nthree\nfour\ntwo'];
  const lines = lineDiff(before, after);
  const without = (kind: string) =>
    lines
      .filter((line) => line.kind !== kind)
      .map(({ line }) => line)
      .join('\n');
  expect([without('added'), without('removed')]).toEqual([before, after]);
  expect(new Set(lines.map(({ at }) => at)).size).toBe(lines.length);
});
