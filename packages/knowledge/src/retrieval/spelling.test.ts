import { expect, it } from 'vitest';
import { Spellings } from './spelling.ts';

function spellingsOf(text: string): Spellings {
  const spellings = new Spellings();
  spellings.add(text);
  return spellings;
}

const known = spellingsOf("Vouchers, our express delivery; my wheelchair's ramp. Boxes");
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
  ['ovucher, oucher', 'voucher, oucher'],
  ['romp, xpress, goxes', 'romp, xpress, goxes'],
  ['', ''],
])('reads %j as %j', (written, meant) => {
  expect(known.respelled(written, isWord)).toBe(meant);
});

it('leaves what is a word elsewhere', () => {
  const touched = spellingsOf('touched');
  expect(touched.respelled('torched', () => false)).toBe('touched');
  expect(touched.respelled('torched', () => true)).toBe('torched');
});

it('reads words in other letters as they are written', () => {
  const others = spellingsOf('周六几点开门。 El envió. Открыто.');
  for (const text of ['周日几点开门？', '¿El envío?', 'Открыта?'])
    expect(others.respelled(text, () => false)).toBe(text);
});

it('takes the most frequent of several', () => {
  const spellings = spellingsOf('leaving, leading, leading, leaning');
  expect(spellings.respelled('leaing', () => false)).toBe('leading');
});

it('looks for the first 30 unknown words of a text only, however often each comes', () => {
  const unknown = Array.from(
    { length: 29 },
    (_, place) => `unknown${place.toString(2).replace(/./g, (bit) => 'xy'[Number(bit)] ?? '')}`,
  ).join(' ');
  expect(known.respelled(`${unknown} ${unknown} vouchr`, isWord)).toMatch(/ voucher$/);
  expect(known.respelled(`${unknown} unheard vouchr`, isWord)).toMatch(/ vouchr$/);
});

it.each([
  ['Express voucher?', true],
  ['vouchers, ramps', true],
  ['voucher price', false],
  ['2 vouchers', true],
  ['', false],
  ['?', false],
])('whether the site uses each word of %j: %j', (text, isOwn) => {
  expect(known.has(text)).toBe(isOwn);
});

it.each([
  ['voucher expires', true],
  ['voucher verfällt', false],
  ['express expires', true],
  ['it expires', false],
  ['', false],
])('whether the site uses words of %j, and others are words: %j', (text, isOwn) => {
  expect(known.has(text, (word) => word !== 'verfallt')).toBe(isOwn);
});
