import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RepetitionGuard } from './repetition-guard.ts';

function guard(pieces: readonly string[]): { text: string; stopped: boolean } {
  const made = new RepetitionGuard();
  const text = pieces.map((piece) => made.push(piece)).join('');
  return { text: text + made.end(), stopped: made.stopped };
}

describe('RepetitionGuard', () => {
  it.each([
    ['one sentence', 'Express shipping is $12.', 'Express shipping is $12.'],
    ['different sentences', 'You have 30 days. You have a free label.', 'You have 30 days. You have a free label.'],
    ['a sentence said again', 'We ship to the UK only. We ship to the UK only. We', 'We ship to the UK only.'],
    ['a paragraph said again', 'It takes 3 days.\n\nIt takes 3 days.\n\nIt', 'It takes 3 days.'],
    [
      'a loop over two',
      'We ship to France. We ship to Spain. We ship to France. W',
      'We ship to France. We ship to Spain.',
    ],
    ['a repetition at the very end', 'Call 555-0142 today. Call 555-0142 today.', 'Call 555-0142 today.'],
    ['a repetition that was cut off', 'Call 555-0142 today. Call 555-0142 tod', 'Call 555-0142 today.'],
    ['short words twice', 'Yes. Yes. No! No!', 'Yes. Yes. No! No!'],
    [
      'numbers with points',
      'It costs $4.95 and more. It costs $4.99 and more.',
      'It costs $4.95 and more. It costs $4.99 and more.',
    ],
    ['a list', '- water it weekly\n- give it light\n- water it weekly\n- g', '- water it weekly\n- give it light'],
    [
      'a sentence that goes on where an earlier one ended',
      'Plants love the light\nPlants love the light and air',
      'Plants love the light\nPlants love the light and air',
    ],
    ['blanks at the end', 'It takes 3 days. \n\n', 'It takes 3 days.'],
    ['empty text', '', ''],
  ])('%s', (_, text, expected) => {
    expect(guard([text]).text).toBe(expected);
  });

  it('gives out at once what can not be a repetition', () => {
    const made = new RepetitionGuard();
    expect(made.push('You have')).toBe('You have');
    expect(made.push(' 30 days. ')).toBe(' 30 days.');
    expect(made.push('You')).toBe('');
    expect(made.push(' get')).toBe(' You get');
  });

  it('gives the same however the text is cut into pieces', () => {
    const words = fc.constantFrom('We ship today', '. ', '! ', '\n', 'to France', ' 🌿', 'Yes', '.', ' and');
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (pieces) => {
        expect(guard(pieces)).toEqual(guard([pieces.join('')]));
        expect(guard([...pieces.join('')])).toEqual(guard([pieces.join('')]));
        expect(pieces.join('').startsWith(guard(pieces).text)).toBe(true);
      }),
    );
  });
});
