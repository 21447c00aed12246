import { expect, it } from 'vitest';
import { mergeChanges } from './merge-changes.ts';

it.each<[string, object, { values: object; before?: object }, object]>([
  [
    'what others have changed stays',
    { colour: 'red', origins: ['a', 'b'] },
    { values: { colour: 'blue', origins: ['a'] }, before: { colour: 'red', origins: ['a'] } },
    { colour: 'blue', origins: ['a', 'b'] },
  ],
  [
    'what both have changed is as the last one has it',
    { colour: 'red' },
    { values: { colour: 'blue' }, before: { colour: 'green' } },
    { colour: 'blue' },
  ],
  [
    'a list of texts has what either has added, and not what either has taken away',
    { origins: ['a', 'b', 'new'] },
    { values: { origins: ['c', 'b', 'a', 'gone'] }, before: { origins: ['a', 'b', 'gone', 'left'] } },
    { origins: ['c', 'b', 'a', 'new'] },
  ],
  [
    'each leaves another one: there is one left',
    { languages: ['en'] },
    { values: { languages: ['de'] }, before: { languages: ['en', 'de'] } },
    { languages: ['de'] },
  ],
  [
    'another list is as the last one has it',
    { days: [[1], [2]] },
    { values: { days: [[1], [3]] }, before: { days: [[0], [2]] } },
    { days: [[1], [3]] },
  ],
  [
    'values within values are looked at one by one, in whatever order',
    { widget: { y: 2, x: 1, form: { name: 'off', email: 'required' } } },
    {
      values: { widget: { x: 5, y: 1, form: { name: 'off', email: 'off' } } },
      before: { widget: { y: 1, form: { email: 'off', name: 'off' }, x: 1 } },
    },
    { widget: { x: 5, y: 2, form: { name: 'off', email: 'required' } } },
  ],
  [
    'what others have added stays, what they have taken away stays away',
    { texts: { a: 'A', c: 'C' } },
    { values: { texts: { a: 'A', b: 'B', d: 'D' } }, before: { texts: { a: 'A', b: 'B' } } },
    { texts: { a: 'A', c: 'C', d: 'D' } },
  ],
  [
    'days that two people have added are all there, whoever removes one',
    { exceptions: { '2026-12-24': [], '2026-12-26': [] } },
    { values: { exceptions: { '2026-12-25': [] } }, before: { exceptions: { '2026-12-24': [] } } },
    { exceptions: { '2026-12-25': [], '2026-12-26': [] } },
  ],
  [
    'what neither page nor its reader knew stays',
    { hours: { zone: 'A', exceptions: { '2026-12-24': [] } } },
    { values: { hours: { zone: 'B' } }, before: { hours: { zone: 'A' } } },
    { hours: { zone: 'B', exceptions: { '2026-12-24': [] } } },
  ],
  [
    'what is taken away goes',
    { texts: { a: 'A' } },
    { values: { texts: {} }, before: { texts: { a: 'A' } } },
    { texts: {} },
  ],
  [
    'what others have given up is there again where it is changed',
    { hours: null },
    { values: { hours: { zone: 'B', days: [] } }, before: { hours: { zone: 'A', days: [] } } },
    { hours: { zone: 'B', days: [] } },
  ],
  [
    'what was not told of before is changed',
    { a: 1, b: 2 },
    { values: { a: 3, b: 3 }, before: { a: 3 } },
    { a: 1, b: 3 },
  ],
  ['without what was there, these are all', { a: 1, b: 2 }, { values: { a: 3 } }, { a: 3 }],
])('%s', (_what, now, { values, before }, result) => {
  expect(mergeChanges(now, { values, before })).toEqual(result);
});
