import { expect, it } from 'vitest';
import { ownIds } from './pair-reader.ts';

it('gives a network the words of another tokenizer under its own ids', () => {
  expect(ownIds([101, 7, 8, 102], undefined)).toEqual([101, 7, 8, 102]);
  expect(ownIds([101, 7, 8, 102], { added: 4, begin: 0, end: 2 })).toEqual([0, 11, 12, 2]);
  expect(ownIds([101, 102], { added: 4, begin: 0, end: 2 })).toEqual([0, 2]);
});
