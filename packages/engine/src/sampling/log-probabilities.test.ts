import { expect, test } from 'vitest';
import { LogitsRow } from '../logits/logits-row.ts';
import { logProbabilitiesOf } from './log-probabilities.ts';

const rowOf = (logits: Float32Array) => new LogitsRow(logits.length).fill(logits);

test('are the logarithms of a softmax', () => {
  const logits = Float32Array.of(1, 3, -40, 2, 3);
  const sum = [...logits].reduce((total, logit) => total + Math.exp(logit), 0);
  const { taken, top } = logProbabilitiesOf(rowOf(logits), 3, 4);
  expect(taken).toBeCloseTo(2 - Math.log(sum), 3);
  expect(top.map(({ id }) => id)).toEqual([1, 4, 3, 0]);
  for (const { id, logProbability } of top) expect(logProbability).toBeCloseTo((logits[id] ?? 0) - Math.log(sum), 3);
});

test('of ids that are no numbers or forbidden', () => {
  const { taken, top } = logProbabilitiesOf(rowOf(Float32Array.of(Number.NaN, 0, -Infinity)), 1, 3);
  expect(taken).toBe(0);
  expect(top).toEqual([
    { id: 1, logProbability: 0 },
    { id: 2, logProbability: -Infinity },
  ]);
});
