import { expect, test } from 'vitest';
import { problemsOfLoss } from './examine.ts';

const measured = { ids: 1138, equalShare: 0.893, textError: 0.25 };

test.each([
  ['as measured', {}, 0],
  ['other ids', { equalShare: 0.859 }, 1],
  ['few ids, which say little', { equalShare: 0.85, ids: 190 }, 0],
  ['text that it sees otherwise', { textError: 0.4 }, 1],
  ['no answer that agrees, no number', { equalShare: 0.1, textError: Number.NaN }, 2],
])('what rounding costs the model in use: %s', (_, changes, problems) => {
  expect(problemsOfLoss({ ...measured, ...changes })).toHaveLength(problems);
});
