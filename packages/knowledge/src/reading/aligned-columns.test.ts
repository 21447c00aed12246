import { expect, it } from 'vitest';
import { alignedTables } from './aligned-columns.ts';

const tablesIn = (text: string) => {
  const lines = text.split('\n');
  return alignedTables(
    lines,
    lines.map(() => null),
  ).map(({ at, count, rows }) => ({ at, count, rows: rows.map((row) => row.map((cell) => cell.text).join('|')) }));
};

it('takes lines whose columns begin below each other, with cells that are empty', () => {
  const text = 'Zones:\nZone          Height    Age\nMain court    100 cm    6\nCafe                    none\nAsk us.';
  expect(tablesIn(text)).toEqual([{ at: 1, count: 3, rows: ['Zone|Height|Age', 'Main court|100 cm|6', 'Cafe||none'] }]);
});

it('takes columns of figures that end below each other', () => {
  expect(tablesIn('Wash     4.50\nDry     12.00')[0]?.rows).toEqual(['Wash|4.50', 'Dry|12.00']);
});

it.each([
  ['dots', 'Tie ........ £4.80\nCoat, long .. ..... from £17.50', ['Tie|£4.80', 'Coat, long ..|from £17.50']],
  [
    'three dots',
    'Bread ... Sat 14 March ... EUR 75\nCake ..... Sun ... EUR 9',
    ['Bread|Sat 14 March|EUR 75', 'Cake|Sun|EUR 9'],
  ],
  ['tabs', 'Wash\t4.50\nDry, iron\t\t12', ['Wash|4.50', 'Dry, iron|12']],
])('takes cells that are parted by %s, wherever they begin', (_, text, rows) => {
  expect(tablesIn(text)[0]?.rows).toEqual(rows);
});

it('leaves out the marks of items', () => {
  const lines = ['- Adults    £12', '- Children  £6'];
  expect(alignedTables(lines, [2, 2])[0]?.rows.map((row) => row[0]?.text)).toEqual(['Adults', 'Children']);
});

it.each([
  'One line    alone.',
  'Two blanks behind a stop.  As some type.\nThey do so here.  And there.',
  'Well   spaced words\nthat stand       anyhow.',
  'Wait ... what?',
])('takes %j for text', (text) => {
  expect(tablesIn(text)).toEqual([]);
});
