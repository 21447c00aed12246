import { expect, it } from 'vitest';
import { mergeTags } from './merge-tags.ts';

it.each<[string, readonly string[], { tags: readonly string[]; before?: readonly string[] }, readonly string[]]>([
  ['what others have set stays', ['a', 'b'], { tags: ['a', 'c'], before: ['a'] }, ['a', 'b', 'c']],
  ['what others have removed stays away', ['b'], { tags: ['a', 'b', 'c'], before: ['a', 'b'] }, ['b', 'c']],
  ['what is removed goes, whatever its case', ['A', 'b'], { tags: [], before: ['a'] }, ['b']],
  ['what both have removed is gone', [], { tags: [], before: ['a'] }, []],
  ['without what was there, these are all', ['a', 'b'], { tags: ['c'] }, ['c']],
])('%s', (_what, now, { tags, before }, merged) => {
  expect(mergeTags(now, { tags, before })).toEqual(merged);
});
