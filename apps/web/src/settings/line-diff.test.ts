import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

const marks = { same: ['', ''], added: ['[+', ']'], removed: ['[-', ']'] } as const;
const shown = (before: string, after: string) =>
  lineDiff(before, after).map(
    ({ kind, parts }) =>
      ({ same: ' ', added: '+', removed: '-', changed: '~' })[kind] +
      (kind === 'changed'
        ? parts.map((part) => marks[part.kind][0] + part.text + marks[part.kind][1]).join('')
        : parts[0]?.text),
  );

test('the same is the same', () => {
  expect(shown('a\nb', 'a\nb')).toEqual([' a', ' b']);
});

test('what went stands before what came in its place', () => {
  expect(shown('a\nb\nc', 'a\nB\nc\nd')).toEqual([' a', '-b', '+B', ' c', '+d']);
});

test('two words in a long paragraph are all that is marked', () => {
  expect(
    shown('You help customers of the shop. Be kind.', 'You help customers of the shop. Be kind and brief.'),
  ).toEqual(['~You help customers of the shop. Be [-kind.][+kind and brief.]']);
  expect(shown('Be kind to all who ask.', 'Be very kind to all who ask.')).toEqual([
    '~Be [+very ]kind to all who ask.',
  ]);
});

test('a line that is another one is shown whole', () => {
  expect(shown('Quote the facts.', 'Never promise a refund.')).toEqual([
    '-Quote the facts.',
    '+Never promise a refund.',
  ]);
});

test('both texts can be read from it', () => {
  const [before, after] = ['one\ntwo\nthree of  four\n\ntwo', 'two\n\nthree out of  four\nfour\ntwo'];
  const lines = lineDiff(before, after);
  const without = (kind: 'added' | 'removed') =>
    lines
      .filter((line) => line.kind !== kind)
      .map(({ parts }) => parts.map((part) => (part.kind === kind ? '' : part.text)).join(''))
      .join('\n');
  expect([without('added'), without('removed')]).toEqual([before, after]);
  expect(new Set(lines.map(({ at }) => at)).size).toBe(lines.length);
});
