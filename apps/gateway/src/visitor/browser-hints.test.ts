import { expect, it } from 'vitest';
import { pageAddress, preferredLanguage } from './browser-hints.ts';

it.each<[string | undefined, string | null]>([
  ['de-AT,de;q=0.9,en;q=0.8', 'de-AT'],
  ['zh-Hant-TW', 'zh-Hant-TW'],
  ['fr;q=0.5', 'fr'],
  ['*', null],
  ['<b>', null],
  ['', null],
  [undefined, null],
])('%j asks for %j first', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

it.each<[string | undefined, string | null]>([
  ['https://shop.example/ferns?token=secret#top', 'https://shop.example/ferns'],
  ['https://user:secret@shop.example/', 'https://shop.example/'],
  ['http://localhost:3000', 'http://localhost:3000/'],
  ['javascript:alert(1)', null],
  ['data:text/html,<b>', null],
  ['ferns', null],
  ['', null],
  [undefined, null],
])('of the page %j agents see %j', (page, shown) => {
  expect(pageAddress(page)).toBe(shown);
});

it('a long address is shown as far as it helps', () => {
  expect(pageAddress(`https://shop.example/${'a'.repeat(1_900)}`)).toHaveLength(500);
});
