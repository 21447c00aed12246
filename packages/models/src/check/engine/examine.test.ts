import { expect, test } from 'vitest';
import { type Findings, problemsOfLoss, problemsOfWays } from './examine.ts';

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

const found: Findings = {
  ...{ prompts: 16, ids: 190, equalIds: 190, nearTies: [], failures: [], rmsError: 1e-5, largestError: 6e-5 },
  ...{ cachedShare: 0, forcedIds: 0, guessedIds: 0 },
};
const ways = {
  ...{ batched: found, chunked: found, resumed: found, cached: { ...found, cachedShare: 0.5 } },
  ...{ jumped: { ...found, forcedIds: 40 }, guessed: { ...found, guessedIds: 9 } },
};

test.each<[string, Partial<typeof ways>, string[]]>([
  ['all as they are called', {}, []],
  ['nothing kept', { cached: found }, ['cached: little came from the cache']],
  ['nothing forced', { jumped: found }, ['jumped: nothing was forced']],
  ['nothing guessed', { guessed: found }, ['guessed: no guess came true']],
])('ways do what they are called after: %s', (_, changes, problems) => {
  expect(problemsOfWays({ ...ways, ...changes })).toEqual(problems);
});
