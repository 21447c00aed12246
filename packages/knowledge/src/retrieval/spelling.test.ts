import { expect, it } from 'vitest';
import { isInWordsOf, respelled, spelledWords } from './spelling.ts';

const known = new Map(
  [...spelledWords("Vouchers, our express delivery; my wheelchair's ramp. Boxes")].map((word) => [word, 1]),
);
const isWord = (word: string) => ['express', 'their'].includes(word);

it.each([
  ['gift vouchr expiry?', 'gift voucher expiry?'],
  ['Vocher for me', 'voucher for me'],
  ['Delivrey, boxs', 'delivery, boxs'],
  ['what expires', 'what expires'],
  ['expresss', 'express'],
  ["a voucher, two vouchers, the vouchr's", "a voucher, two vouchers, the vouchr's"],
  ['delivers', 'delivers'],
  ['vouchr2', 'vouchr2'],
  ['thier my', 'thier my'],
  ['', ''],
])('reads %j as %j', (written, meant) => {
  expect(respelled(written, known, isWord)).toBe(meant);
});

it('leaves what is a word elsewhere', () => {
  expect(respelled('vouched', new Map([['touched', 1]]), () => false)).toBe('touched');
  expect(respelled('vouched', new Map([['touched', 1]]), () => true)).toBe('vouched');
});

it('takes the most frequent of several', () => {
  const counts = new Map(Object.entries({ reading: 2, leading: 3, heading: 1 }));
  expect(respelled('eading', counts, () => false)).toBe('leading');
});

it.each([
  ['Express voucher?', true],
  ['vouchers, ramps', true],
  ['voucher price', false],
  ['2 vouchers', true],
  ['', false],
  ['?', false],
])('whether the site uses each word of %j: %j', (text, isOwn) => {
  expect(isInWordsOf(text, known)).toBe(isOwn);
});
