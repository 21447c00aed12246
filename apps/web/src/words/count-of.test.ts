import { expect, test } from 'vitest';
import { countOf } from './count-of.ts';

test.each<[Parameters<typeof countOf>, string]>([
  [[0, 'message'], '0 messages'],
  [[1, 'message'], '1 message'],
  [[1_200, 'message'], '1,200 messages'],
  [[1, 'person', 'people'], '1 person'],
  [[2, 'person', 'people'], '2 people'],
])('%j', (counted, said) => {
  expect(countOf(...counted)).toBe(said);
});
