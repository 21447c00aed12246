import { expect, it } from 'vitest';
import type { Block } from '../document.ts';
import { sayNotes } from './starred-notes.ts';

const said = (...sections: string[][]) =>
  sayNotes(
    sections.map((texts) => ({
      titles: [],
      blocks: texts.map((text): Block => ({ kind: 'row', text })),
      fragment: null,
    })),
  ).map(({ blocks }) => blocks.map(({ text }) => text));

it.each<[string, string[][], string[][]]>([
  ['below a table', [['Rabbits*: £5', 'Cats: £9', '* On request.']], [['Rabbits (On request): £5', 'Cats: £9']]],
  [
    "of a column behind its row, where it would part the column's name from its value",
    [['Room: Attic; Age*: 8+; Scary: no', '* Players under 14 need an adult with them.']],
    [['Room: Attic; Age*: 8+; Scary: no (* Players under 14 need an adult with them)']],
  ],
  ['in another section', [['Rabbits†'], ['† On request.'], ['Cats†']], [['Rabbits (On request)'], ['Cats†']]],
  [
    'behind other sentences',
    [['Rabbits are £5.* We care. * On request.']],
    [['Rabbits are £5 (On request). We care.']],
  ],
  ['once where its mark stands twice', [['Rats*, mice*', '*On request']], [['Rats (On request), mice']]],
  ['of several', [['A* B**', '* One.', '** Two.', 'C*', '* Three.']], [['A (One) B (Two)', 'C (Three)']]],
  ['that nothing leads to', [['A 4* hotel', '* On request.']], [['A 4* hotel', 'On request.']]],
  ['that is none', [['Rats*', '*Important*', '5 * 3']], [['Rats*', '*Important*', '5 * 3']]],
])('says a note %s', (_, sections, expected) => {
  expect(said(...sections)).toEqual(expected);
});

it('says a note that is long, or that much leads to, apart', () => {
  const long = `${'word '.repeat(50)}end.`;
  expect(said(['A*', `* ${long}`])).toEqual([['A*', long]]);
  const many = Array.from({ length: 60 }, (_, index) => `Room ${index}*`);
  expect(said([...many, '* Sea view.'])).toEqual([[...many, 'Sea view.']]);
});
