import { expect, test } from 'vitest';
import type { Costs } from './cost-model.ts';
import { chooseStep, firstOf, jumpPays, MAX_CHUNK_TOKENS, MIN_CHUNK_TOKENS, type Situation } from './scheduler.ts';

interface Sample {
  name: string;
  chunkTokens: number;
  priority: number;
  arrival: number;
}

/** The default model on two cores: 8 sequences take 19.4 ms, and a chunk of 16 tokens 24. */
const costs: Costs = {
  decodeMs: (sequences) => 3.4 + 2 * sequences,
  chunkMs: (tokens) => 5 + 1.2 * tokens,
  chunkTokensIn: (ms) => Math.floor((ms - 5) / 1.2),
};

let arrivals = 0;
const sample = (name: string, changes: Partial<Sample> = {}): Sample => ({
  ...{ name, chunkTokens: 1, priority: 0, arrival: arrivals++ },
  ...changes,
});
const decoding = (count: number) => Array.from({ length: count }, (_, index) => sample(`d${index}`));
const asks = (name: string, chunkTokens: number, changes: Partial<Sample> = {}) =>
  sample(name, { chunkTokens, ...changes });

test.each<[string, Partial<Situation<Sample, Sample>>, string | undefined]>([
  ['nobody', {}, undefined],
  ['the first comer, nobody running', { waiting: [asks('w', 1000)] }, `admit w ${MAX_CHUNK_TOKENS}`],
  ['a prompt goes on, nobody decoding', { prefilling: asks('p', 700) }, `prefill p ${MAX_CHUNK_TOKENS}`],
  ['only decoding', { decoding: decoding(3) }, 'decode'],
  // One sequence decodes in 5.4 ms: 50 - 5.4 ms are for chunks.
  [
    'first words first: a prompt before the next step',
    { decoding: decoding(1), waiting: [asks('w', 400)] },
    'admit w 33',
  ],
  // Eight need 19.4 ms, so that 30.6 ms are for chunks.
  ['the more decode, the longer the step may be', { decoding: decoding(8), waiting: [asks('w', 400)] }, 'admit w 21'],
  // Thirty need 63.4 ms, of which 1.5 times 63.4 ms are for chunks.
  ['30 decode', { decoding: decoding(30), waiting: [asks('w', 400)] }, 'admit w 75'],
  [
    'spent: those that decode have their tokens',
    { decoding: decoding(8), prefilling: asks('p', 400), chunkMsSinceDecode: 30 },
    'decode',
  ],
  [
    'what is left is too little for a chunk',
    { decoding: decoding(8), prefilling: asks('p', 400), chunkMsSinceDecode: 8 },
    'decode',
  ],
  [
    '… but enough for the end of a prompt',
    { decoding: decoding(8), prefilling: asks('p', 5), chunkMsSinceDecode: 8 },
    'prefill p 14',
  ],
  [
    'a second prompt within the same time',
    { decoding: decoding(30), waiting: [asks('w', 20)], chunkMsSinceDecode: 40 },
    'admit w 41',
  ],
  [
    'one prompt at a time',
    { prefilling: asks('p', 9), waiting: [asks('w', 9, { priority: -1 })] },
    `prefill p ${MAX_CHUNK_TOKENS}`,
  ],
  ['no slot is free', { slots: 2, decoding: decoding(2), waiting: [asks('w', 9)] }, 'decode'],
  ['a forced run that pays', { decoding: [...decoding(7), asks('j', 12)] }, 'jump j 21'],
  ['a forced run that is too short', { decoding: [...decoding(7), asks('j', 3)] }, 'decode'],
  [
    'a forced run waits for first words',
    { decoding: [...decoding(7), asks('j', 12)], waiting: [asks('w', 40)] },
    'admit w 21',
  ],
  ['a forced run obeys the bound', { decoding: [...decoding(7), asks('j', 99)], chunkMsSinceDecode: 25 }, 'decode'],
  ['alone, nearly every forced run pays', { decoding: [asks('j', 3)] }, 'jump j 33'],
])('%s', (_, changes, expected) => {
  const step = chooseStep(
    { slots: 32, decoding: [], prefilling: undefined, waiting: [], chunkMsSinceDecode: 0, ...changes },
    costs,
  );
  expect(step && (step.kind === 'decode' ? 'decode' : `${step.kind} ${step.sequence.name} ${step.maxTokens}`)).toBe(
    expected,
  );
});

test('a prompt gets on even where every chunk takes too long', () => {
  const slow: Costs = { ...costs, chunkTokensIn: () => -3 };
  const situation = { slots: 8, decoding: decoding(2), prefilling: asks('p', 90), waiting: [], chunkMsSinceDecode: 0 };
  expect(chooseStep(situation, slow)).toMatchObject({ kind: 'prefill', maxTokens: MIN_CHUNK_TOKENS });
  expect(chooseStep({ ...situation, chunkMsSinceDecode: 1 }, slow)).toEqual({ kind: 'decode' });
});

test.each([
  ['the first comer', [asks('a', 1), asks('b', 1)], 'a'],
  ['the lower priority', [asks('a', 1, { priority: 2 }), asks('b', 1, { priority: 1 })], 'b'],
  ['the first of the lower', [asks('a', 1, { priority: 1 }), asks('b', 1), asks('c', 1)], 'b'],
  ['whoever stands first in the list', [asks('late', 1, { arrival: 9_999 }), asks('early', 1)], 'early'],
])('a free slot goes to %s', (_, waiting, expected) => {
  expect(firstOf(waiting)?.name).toBe(expected);
});

test('a chunk pays from about four forced ids on at eight sequences', () => {
  expect([1, 2, 4, 5, 6, 20].map((tokens) => jumpPays(tokens, 8, costs))).toEqual([
    ...[false, false, false, true, true, true],
  ]);
});
