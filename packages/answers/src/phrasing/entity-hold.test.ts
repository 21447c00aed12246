import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EntityHold } from './entity-hold.ts';

function shownOf(pieces: readonly string[]) {
  const hold = new EntityHold();
  const shown = pieces.map((piece) => hold.push(piece));
  return { shown, hold };
}

it.each([
  ['It costs €1', 'It costs '],
  ['It costs €', 'It costs '],
  ['It costs (€100', 'It costs '],
  ['It costs €100 ', 'It costs €100 '],
  ['Write to help@fern', 'Write to '],
  ['See https://fernway.ex', 'See '],
  ['A word', 'A word'],
  ['送料は30日', '送料は30日'],
])('of %j shows %j, and the rest at the end only', (text, shown) => {
  const whole = shownOf([text]);
  expect(whole.shown).toEqual([shown]);
  expect(shown + whole.hold.end({ isCut: false })).toBe(text);
  expect(shownOf([text]).hold.end({ isCut: true })).toBe('');
});

it('loses no character, however the text comes, and shows no number before it is whole', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('€', '1', '00', 'a', ' ', '.', '日')), (pieces) => {
      const { shown, hold } = shownOf(pieces);
      for (const [index, piece] of shown.entries()) {
        const next = pieces.slice(index + 1).join('');
        if (/\d$/.test(piece)) expect(next).not.toMatch(/^[\d.]/);
      }
      expect(shown.join('') + hold.end({ isCut: false })).toBe(pieces.join(''));
    }),
  );
});
