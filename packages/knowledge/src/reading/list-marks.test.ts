import { describe, expect, it } from 'vitest';
import { listMarks } from './list-marks.ts';

/** Items without their marks, and the lines that go on behind `…`. */
const read = (...lines: string[]) =>
  listMarks(lines).map((mark, index) => (mark === null ? `… ${lines[index]}` : lines[index]?.slice(mark)));

describe('listMarks', () => {
  it.each<[string, string[], string[]]>([
    ['bullets', ['- Bread', '  and rolls', '• Milk'], ['Bread', '…   and rolls', 'Milk']],
    ['numbers that count', ['1. Open', 'it.', '2) Read', '', '3. Close'], ['Open', '… it.', 'Read', '… ', 'Close']],
    ['a number alone', ['24. Dezember: geschlossen.'], ['24. Dezember: geschlossen.']],
    [
      'days in a row',
      ['Feiertage:', '24. Dezember: zu', '25. Dezember: zu', '1. Januar: zu', '2. Januar: zu'],
      ['… Feiertage:', '24. Dezember: zu', '25. Dezember: zu', '1. Januar: zu', '2. Januar: zu'],
    ],
    [
      'days in another language',
      ['24. december: lukket', '25. december: lukket'],
      ['24. december: lukket', '25. december: lukket'],
    ],
    ['classes', ['1. Klasse: 50 €', '2. Klasse: 30 €'], ['1. Klasse: 50 €', '2. Klasse: 30 €']],
    ['floors', ['1. Stock: Bar', '2. Stock', '3. Obergeschoss'], ['1. Stock: Bar', '2. Stock', '3. Obergeschoss']],
    ['children', ['1. Kind 50 %', '2. Kind: frei'], ['1. Kind 50 %', '2. Kind: frei']],
    ['steps about such a word', ['1. Stock up on tea', '2. Brew it'], ['Stock up on tea', 'Brew it']],
    ['steps with a longer word', ['1. Tagungen', '2. Klassenfahrten'], ['Tagungen', 'Klassenfahrten']],
    ['a sentence that was wrapped', ['Gilt bis', '30. September.'], ['… Gilt bis', '… 30. September.']],
    ['one after a day', ['24. Dezember: zu.', 'Gilt bis', '30. Mai'], ['24. Dezember: zu.', '… Gilt bis', '… 30. Mai']],
    ['an item that was wrapped', ['- Gilt bis', '30. September.'], ['Gilt bis', '… 30. September.']],
    ['a note', ['Rabbits* £5', '* On request'], ['… Rabbits* £5', '* On request']],
    ['stars', ['* Rabbits*', '* Cats'], ['Rabbits*', 'Cats']],
    ['a list that begins again', ['1. A', '2. B', '1. C', '2. D', '7. E'], ['A', 'B', 'C', 'D', '… 7. E']],
  ])('reads %s', (_, lines, expected) => {
    expect(read(...lines)).toEqual(expected);
  });
});
