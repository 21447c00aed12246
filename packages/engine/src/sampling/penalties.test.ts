import { expect, test } from 'vitest';
import { LogitsRow } from '../logits/logits-row.ts';
import { type Penalties, PenaltyBook } from './penalties.ts';

function apply(penalties: Penalties, { prompt = [], answer = [] }: { prompt?: number[]; answer?: number[] }): number[] {
  const book = new PenaltyBook(penalties, prompt);
  for (const id of answer) book.count(id);
  const row = new LogitsRow(4).fill(Float32Array.of(4, -2, 1, 0.5));
  book.apply(row);
  return [...row.logits];
}

test.each<[string, Penalties, { prompt?: number[]; answer?: number[] }, number[]]>([
  ['none', {}, { prompt: [0], answer: [1, 1] }, [4, -2, 1, 0.5]],
  [
    'repetition: prompt and answer, once each',
    { repetitionPenalty: 2 },
    { prompt: [0, 0], answer: [1, 0] },
    [2, -4, 1, 0.5],
  ],
  [
    'frequency: the answer alone, each time',
    { frequencyPenalty: 0.5 },
    { prompt: [0], answer: [2, 2, 1] },
    [4, -2.5, 0, 0.5],
  ],
  ['presence: the answer alone, once', { presencePenalty: 0.5 }, { prompt: [0], answer: [2, 2] }, [4, -2, 0.5, 0.5]],
  [
    'bias',
    {
      logitBias: new Map([
        [3, 10],
        [0, -Infinity],
      ]),
    },
    {},
    [-Infinity, -2, 1, 10.5],
  ],
  [
    'all together',
    { repetitionPenalty: 2, frequencyPenalty: 1, presencePenalty: 0.5, logitBias: new Map([[0, 1]]) },
    { answer: [0, 0] },
    [0.5, -2, 1, 0.5],
  ],
])('%s', (_, penalties, ids, expected) => {
  expect(apply(penalties, ids)).toEqual(expected);
});
