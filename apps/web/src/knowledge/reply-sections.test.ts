import { expect, it } from 'vitest';
import { listsOf, withoutList } from './reply-sections.ts';

const reply = (id: string, kind: string, language = 'en') => {
  return { id, language, kind, text: 'Text.', own: null, for: 'something' };
};
const replies = [
  reply('help', 'emergency'),
  reply('language-de', 'hand-over', 'de'),
  reply('not-known', 'hand-over'),
  reply('new', 'a-kind-of-tomorrow'),
  reply('hi', 'greeting'),
  reply('de/not-known', 'hand-over', 'de'),
  reply('fr/hi', 'greeting', 'fr'),
  reply('order-failed', 'hand-over'),
  reply('de/order-number', 'order', 'de'),
];
const shown = (...languages: string[]) =>
  listsOf(replies, languages).flatMap(({ language, sections }) =>
    sections.map(({ title, replies }) => `${language}, ${title}: ${replies.map(({ id }) => id)}`),
  );

const english = [
  'en, Small talk: hi',
  'en, A person is wanted: help',
  'en, Where an order is: order-failed',
  'en, It does not know: not-known',
  'en, Others: new',
];
const german = ['de, Where an order is: de/order-number', 'de, It does not know: de/not-known'];
const others = 'undefined, In other languages: language-de';

it('hides no reply of a list, and shows none twice', () => {
  expect(shown('en')).toEqual([...english, others]);
});

it('shows the lists of the languages that a site answers in; English where there is none', () => {
  expect(shown('de', 'ja', 'tr')).toEqual([...german, ...english, others]);
  expect(shown('de')).toEqual([...german, others]);
});

it('tells which languages have no list', () => {
  expect(withoutList(replies, ['ja', 'de', 'en', 'tr'])).toEqual(['ja', 'tr']);
});
