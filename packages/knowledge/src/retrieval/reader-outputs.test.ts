import { expect, it } from 'vitest';
import { joinIds, kindsOf, readOutputs } from './reader-outputs.ts';

const separator = 9;
const shared = { maxTokens: 8, similarity: [10, 100] as [number, number] };
const read = readOutputs(
  {
    ...{ ...shared, kinds: ['ask'], bias: [0.5, -1] },
    weight: [
      [1, 0],
      [0, 2],
    ],
  },
  separator,
);

it('reads a message alone by its first token', () => {
  expect([...read(Float32Array.of(3, 4, 7, 7, 5, 5), [1, 2, separator])]).toEqual([3.5, 7]);
});

it('makes a vector of a text alone where there are no kinds to tell', () => {
  const judge = readOutputs({ ...shared, kinds: [], bias: [0.5], weight: [[1, 0]] }, separator);
  const [x, y] = judge(Float32Array.of(3, 4, 2, 1, 1, 3), [1, 2, separator]);
  expect(x).toBeCloseTo(0.6, 6);
  expect(y).toBeCloseTo(0.8, 6);
  expect([...judge(Float32Array.of(3, 4, 2, 1, 1, 3, 0, 0), [1, separator, 2, separator])]).toHaveLength(1);
});

it('adds the likeness of question and passage to how well it answers', () => {
  // The question's tokens point along x and y, the passage's along y and, longer, along y too.
  const states = Float32Array.of(3, 4, 2, 0, 0, 1, 8, 8, 0, 5, 0, 2);
  const [answers, ask] = read(states, [1, 2, 3, separator, 4, separator]);
  const whole = 1 / Math.sqrt(5);
  const late = (0 + 1) / 2;
  expect(answers).toBeCloseTo(3.5 + 10 * whole + 100 * late, 4);
  expect(ask).toBe(7);
});

it.each([
  [7, [1, 2, 9, 4, 5, 6, 9]],
  [6, [1, 2, 9, 4, 5, 9]],
  [4, [1, 2, 9, 9]],
])('joins a question and a passage to at most %d ids, which end as the passage does', (most, ids) => {
  expect(joinIds([1, 2, 9], [4, 5, 6, 9], most)).toEqual(ids);
});

it('makes probabilities of the outputs after the first', () => {
  const kinds = kindsOf(['ask', 'thanks', 'person'], Float32Array.of(99, 0, Math.log(2), Math.log(5)));
  expect(kinds.ask).toBeCloseTo(1 / 8, 6);
  expect(kinds.thanks).toBeCloseTo(2 / 8, 6);
  expect(kinds.person).toBeCloseTo(5 / 8, 6);
});
