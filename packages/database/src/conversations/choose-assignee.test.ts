import { expect, test } from 'vitest';
import { type Candidate, chooseAssignee } from './choose-assignee.ts';

const candidate = (id: string, open: number): Candidate => ({ id, name: id, open });

test.each<[string, Candidate[], string | undefined]>([
  ['nobody is there', [], undefined],
  ['one is there', [candidate('a', 9)], 'a'],
  ['one has fewer', [candidate('a', 3), candidate('b', 1), candidate('c', 2)], 'b'],
  ['two have as many', [candidate('c', 1), candidate('b', 1), candidate('a', 2)], 'b'],
])('where %s', (_what, candidates, chosen) => {
  expect(chooseAssignee(candidates)?.id).toBe(chosen);
});
