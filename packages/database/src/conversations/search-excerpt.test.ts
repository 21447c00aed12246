import { inboxLimits } from '@frontdesk/protocol';
import { expect, it } from 'vitest';
import { excerptOf } from './search-excerpt.ts';

const marked = (text: string, search: string) => {
  const { excerpt, marks } = excerptOf(text, search);
  return marks.map(([from, to]) => excerpt.slice(from, to));
};

it.each<[string, string, string[]]>([
  ['Where is my PARCEL?', 'parcel', ['PARCEL']],
  ['Where is my parcel?', 'par wher', ['Wher', 'par']],
  ['A spare part', 'par', ['par']],
  ['Write to ann@example.org', 'ann@example.org', ['ann', 'example', 'org']],
  ['I don’t know', "don't", ['don']],
  ['Plan B', 'b', ['B']],
  ['Как оформить возврат?', 'возв', ['возв']],
  ['a <b>bold</b> word', 'b', ['b', 'b', 'b']],
  ['5 * 3 (three)', '* ( .+', []],
])('in %j the words of %j are %j', (text, search, words) => {
  expect(marked(text, search)).toEqual(words);
});

it('a short text stands whole, of a long one the part around the first word', () => {
  expect(excerptOf('Hello there', 'there').excerpt).toBe('Hello there');
  const long = `${'before it '.repeat(30)}the parcel ${'after it '.repeat(30)}`;
  const { excerpt, marks } = excerptOf(long, 'parcel');
  expect(excerpt).toMatch(/^…(?:before it|it) .*the parcel after.*…$/);
  expect(excerpt.length).toBeLessThanOrEqual(inboxLimits.excerptChars);
  expect(marks.map(([from, to]) => excerpt.slice(from, to))).toEqual(['parcel']);
});

it('characters of two units stay whole at both ends', () => {
  for (const lead of ['', 'x']) {
    const { excerpt } = excerptOf(`${lead}${'🌱'.repeat(100)}parcel${'🌱'.repeat(100)}`, 'zebra');
    expect(excerpt.isWellFormed()).toBe(true);
  }
});
