import { expect, test } from 'vitest';
import type { Costs } from './cost-model.ts';
import {
  chooseStep,
  firstOf,
  guessedTokens,
  jumpPays,
  MIN_CHUNK_TOKENS,
  mayPass,
  type Situation,
  type Step,
} from './scheduler.ts';

interface Sample {
  name: string;
  unreadTokens: number;
  readTokens: number;
  expectedTokens: number;
  patienceTokens: number;
  priority: number;
  arrival: number;
  arrivedAtMs: number;
  deadlineAtMs: number;
  guess(most: number): { ids: readonly number[]; trueShare: number };
}

const MAX_CHUNK_TOKENS = 256;

/** The default model on two cores: 8 sequences take 19.4 ms, and a chunk of 16 tokens 24. */
const costs: Costs = {
  decodeMs: (sequences) => 3.4 + 2 * sequences,
  chunkMs: (tokens) => 5 + 1.2 * tokens,
  chunkTokensIn: (ms) => Math.floor((ms - 5) / 1.2),
};

let arrivals = 0;
const sample = (name: string, changes: Partial<Sample> = {}): Sample => ({
  ...{ name, unreadTokens: 1, readTokens: 0, expectedTokens: 1, patienceTokens: 0, priority: 0, arrival: arrivals++ },
  ...{ arrivedAtMs: 0, deadlineAtMs: Number.POSITIVE_INFINITY },
  guess: () => ({ ids: [], trueShare: 0.5 }),
  ...changes,
});
/** One that has always said what was guessed. */
const guessing = (name: string) =>
  sample(name, { guess: (most) => ({ ids: new Array<number>(most).fill(7), trueShare: 1 }) });
const decoding = (count: number) => Array.from({ length: count }, (_, index) => sample(`d${index}`));
/** One that has so many tokens to read, and lets as many past. */
const asks = (name: string, tokens: number, changes: Partial<Sample> = {}) =>
  sample(name, { unreadTokens: tokens, expectedTokens: tokens, patienceTokens: tokens, ...changes });

const nothing: Situation<Sample> = {
  ...{ slots: 32, maxChunkTokens: MAX_CHUNK_TOKENS, maxGuessedTokens: 12, chunkMsSinceDecode: 0 },
  ...{ decoding: [], prefilling: [], waiting: [] },
};

test.each<[string, Partial<Situation<Sample>>, string | undefined]>([
  ['nobody', {}, undefined],
  ['the first comer, nobody running', { waiting: [asks('w', 1000)] }, `admit w ${MAX_CHUNK_TOKENS}`],
  ['a prompt goes on, nobody decoding', { prefilling: [asks('p', 700)] }, `prefill p ${MAX_CHUNK_TOKENS}`],
  ['only decoding', { decoding: decoding(3) }, 'decode'],
  // One sequence decodes in 5.4 ms: 45 - 5.4 ms are for chunks.
  [
    'first words first: a prompt before the next step',
    { decoding: decoding(1), waiting: [asks('w', 400)] },
    'admit w 28',
  ],
  // Eight need 19.4 ms, so that 29.1 ms are for chunks.
  ['the more decode, the longer the step may be', { decoding: decoding(8), waiting: [asks('w', 400)] }, 'admit w 20'],
  // Thirty need 63.4 ms, so that 1.5 times 63.4 ms are for chunks.
  ['30 decode', { decoding: decoding(30), waiting: [asks('w', 400)] }, 'admit w 75'],
  [
    'what goes on elsewhere than it began may take more of the others’ time',
    { decoding: decoding(8), waiting: [asks('w', 400, { priority: -1 })] },
    'admit w 76',
  ],
  [
    '… also when it has begun here',
    { decoding: decoding(8), prefilling: [asks('p', 400, { priority: -1 })], chunkMsSinceDecode: 47 },
    'prefill p 37',
  ],
  [
    'spent: those that decode have their tokens',
    { decoding: decoding(8), prefilling: [asks('p', 400)], chunkMsSinceDecode: 30 },
    'decode',
  ],
  [
    'what is left is too little for a chunk',
    { decoding: decoding(8), prefilling: [asks('p', 400)], chunkMsSinceDecode: 8 },
    'decode',
  ],
  [
    '… but enough for the end of a prompt',
    { decoding: decoding(8), prefilling: [asks('p', 5)], chunkMsSinceDecode: 8 },
    'prefill p 13',
  ],
  [
    'a second prompt within the same time',
    { decoding: decoding(30), waiting: [asks('w', 20)], chunkMsSinceDecode: 40 },
    'admit w 41',
  ],
  [
    'one prompt at a time',
    { prefilling: [asks('p', 300)], waiting: [asks('w', 200), asks('v', 151)] },
    `prefill p ${MAX_CHUNK_TOKENS}`,
  ],
  [
    'a shorter prompt goes past, in chunks that keep the bound',
    { decoding: decoding(8), prefilling: [asks('p', 900)], waiting: [asks('w', 500), asks('v', 60)] },
    'admit v 20',
  ],
  ['a short one is read whole, after a step', { decoding: decoding(8), waiting: [asks('w', 48)] }, 'admit w 48'],
  ['… or waits for the next', { decoding: decoding(8), prefilling: [asks('p', 30)], chunkMsSinceDecode: 1 }, 'decode'],
  [
    'what is left of a short one is read whole, too',
    { decoding: decoding(8), prefilling: [asks('p', 40, { expectedTokens: 100 })] },
    'prefill p 40',
  ],
  [
    '… the end of a long one within the bound',
    { decoding: decoding(8), prefilling: [asks('p', 40, { expectedTokens: 1_000 })] },
    'prefill p 20',
  ],
  [
    'of several the first comer',
    { prefilling: [asks('p', 900)], waiting: [asks('w', 40), asks('v', 30)] },
    'admit w 256',
  ],
  [
    '… when those that decode have their tokens',
    { decoding: decoding(8), prefilling: [asks('p', 900)], waiting: [asks('w', 30)], chunkMsSinceDecode: 30 },
    'decode',
  ],
  [
    'not past one that has waited enough',
    { prefilling: [asks('p', 900, { patienceTokens: 29 })], waiting: [asks('w', 30)] },
    'prefill p 256',
  ],
  [
    'nor past one that waits already and has waited enough',
    { prefilling: [asks('p', 900, { patienceTokens: 9 }), asks('q', 100)], waiting: [asks('w', 10)] },
    'prefill q 256',
  ],
  [
    'a third one goes past both',
    { prefilling: [asks('p', 900), asks('q', 100)], waiting: [asks('w', 10)] },
    'admit w 256',
  ],
  [
    'the more urgent goes past whatever its length',
    { prefilling: [asks('p', 20, { priority: 1, patienceTokens: 0 })], waiting: [asks('w', 400)] },
    'admit w 256',
  ],
  [
    'the less urgent never',
    { prefilling: [asks('p', 900)], waiting: [asks('w', 2, { priority: 1 })] },
    'prefill p 256',
  ],
  [
    'no slot is free to go past in',
    { slots: 3, decoding: decoding(2), prefilling: [asks('p', 900)], waiting: [asks('w', 2)] },
    'prefill p 27',
  ],
  [
    'what is mostly kept needs only time for its rest',
    { decoding: decoding(8), waiting: [asks('w', 400, { expectedTokens: 6 })], chunkMsSinceDecode: 16 },
    'admit w 6',
  ],
  ['chunks of a size that the operator wants', { maxChunkTokens: 8, waiting: [asks('w', 400)] }, 'admit w 8'],
  ['no slot is free', { slots: 2, decoding: decoding(2), waiting: [asks('w', 9)] }, 'decode'],
  ['a forced run that pays', { decoding: [...decoding(7), asks('j', 12)] }, 'jump j 20'],
  ['a forced run that is too short', { decoding: [...decoding(7), asks('j', 3)] }, 'decode'],
  [
    'a forced run waits for first words',
    { decoding: [...decoding(7), asks('j', 12)], waiting: [asks('w', 40)] },
    'admit w 40',
  ],
  // Whole it would take 62.6 ms, and 8 sequences would have their tokens after 4.2 times their time.
  ['a longer one obeys the bound after a step, too', { decoding: [...decoding(7), asks('j', 48)] }, 'jump j 20'],
  [
    '… and takes what is left of it where that pays',
    { decoding: [...decoding(7), asks('j', 48)], chunkMsSinceDecode: 8 },
    'jump j 13',
  ],
  [
    '… but goes along with the others where that is cheaper',
    { decoding: [...decoding(7), asks('j', 99)], chunkMsSinceDecode: 21 },
    'decode',
  ],
  ['a forced run obeys the bound', { decoding: [...decoding(7), asks('j', 99)], chunkMsSinceDecode: 30 }, 'decode'],
  ['guesses of one that decodes alone are read with its next id', { decoding: [guessing('g')] }, 'guess g 12'],
  ['as many as may be', { decoding: [guessing('g')], maxGuessedTokens: 3 }, 'guess g 3'],
  ['but none where others decode too', { decoding: [guessing('g'), guessing('h')] }, 'decode'],
  ['first words go before', { decoding: [guessing('g')], waiting: [asks('w', 20)] }, 'admit w 28'],
  ['alone, every forced run pays, at once', { decoding: [asks('j', 2)], chunkMsSinceDecode: 90 }, 'jump j 256'],
])('%s', (_, changes, expected) => {
  const step = chooseStep({ ...nothing, ...changes }, costs);
  expect(step && told(step)).toBe(expected);
});

function told(step: Step<Sample>): string {
  if (step.kind === 'decode') return 'decode';
  return `${step.kind} ${step.sequence.name} ${step.kind === 'guess' ? step.ids.length : step.maxTokens}`;
}

test.each([
  ['what never comes true is not read', 12, 0.05, 0],
  ['nothing is known to come', 0, 1, 0],
  ['what mostly comes true', 12, 0.8, 5],
  ['what always does, all of it', 12, 1, 12],
])('guesses: %s', (_, most, trueShare, expected) => {
  expect(guessedTokens(most, trueShare)).toBe(expected);
});

test('a prompt gets on even where every chunk takes too long', () => {
  const slow: Costs = { ...costs, chunkTokensIn: () => -3 };
  const situation = { ...nothing, decoding: decoding(2), prefilling: [asks('p', 90)] };
  expect(chooseStep(situation, slow)).toMatchObject({ kind: 'prefill', maxTokens: MIN_CHUNK_TOKENS });
  expect(chooseStep({ ...situation, chunkMsSinceDecode: 1 }, slow)).toEqual({ kind: 'decode' });
});

test('the further a prompt has been read, the smaller its chunks; a forced run far on pays later', () => {
  const far: Costs = {
    ...costs,
    chunkMs: (tokens, context) => costs.chunkMs(tokens, 0) + context / 50,
    chunkTokensIn: (ms, context) => costs.chunkTokensIn(ms - context / 50, 0),
  };
  const chunkOf = (changes: Partial<Situation<Sample>>) =>
    chooseStep({ ...nothing, decoding: decoding(30), ...changes }, far);
  expect(chunkOf({ prefilling: [asks('p', 400)] })).toMatchObject({ kind: 'prefill', maxTokens: 75 });
  expect(chunkOf({ prefilling: [asks('p', 400, { readTokens: 600 })] })).toMatchObject({ maxTokens: 65 });
  expect(chunkOf({ waiting: [asks('w', 1_000, { expectedTokens: 400 })] })).toMatchObject({ maxTokens: 65 });
  expect([0, 600].map((context) => jumpPays(12, context, 8, far))).toEqual([true, false]);
});

test('whoever comes, a long prompt is read within twice its own time', () => {
  const long = { priority: 0, unreadTokens: 1000, readTokens: 0, expectedTokens: 1000, patienceTokens: 1000 };
  let passed = 0;
  for (const tokens of [400, 100, 499, 300, 200, 1, 90, 30, 20, 10, 5, 1, 1]) {
    if (!mayPass(asks('w', tokens), long)) continue;
    long.patienceTokens -= tokens;
    passed += tokens;
  }
  expect(passed).toBe(1000);
});

test.each([
  ['the first comer', [asks('a', 1), asks('b', 1)], 'a'],
  ['the lower priority', [asks('a', 1, { priority: 2 }), asks('b', 1, { priority: 1 })], 'b'],
  ['the first of the lower', [asks('a', 1, { priority: 1 }), asks('b', 1), asks('c', 1)], 'b'],
  [
    'the earlier deadline',
    [asks('a', 1), asks('b', 1, { deadlineAtMs: 900 }), asks('c', 1, { deadlineAtMs: 800 })],
    'c',
  ],
  ['the first of equal deadlines', [asks('a', 1, { deadlineAtMs: 9 }), asks('b', 1, { deadlineAtMs: 9 })], 'a'],
  ['the lower priority, whatever its deadline', [asks('a', 1, { priority: 1, deadlineAtMs: 9 }), asks('b', 1)], 'b'],
  [
    'the first of those without a deadline, or with one far off',
    [asks('a', 1), asks('b', 1, { arrivedAtMs: 5, deadlineAtMs: 90_000 }), asks('c', 1, { arrivedAtMs: 7 })],
    'a',
  ],
  [
    'one without a deadline that has waited long enough',
    [asks('a', 1), asks('b', 1, { arrivedAtMs: 9_000, deadlineAtMs: 11_000 })],
    'a',
  ],
  ['whoever stands first in the list', [asks('late', 1, { arrival: 9_999 }), asks('early', 1)], 'early'],
])('a free slot goes to %s', (_, waiting, expected) => {
  expect(firstOf(waiting)?.name).toBe(expected);
});

/** How long the others wait for a token at most, and in how many runs, while `tokens` forced ids of one are read. */
function readForced(tokens: number, sequences: number): { longestMs: number; runs: number } {
  let [left, chunkMs, longestMs, runs] = [tokens, 0, 0, 0];
  for (; left > 0 && runs < tokens; runs++) {
    const running = [...decoding(sequences - 1), asks('j', left)];
    const step = chooseStep({ ...nothing, decoding: running, chunkMsSinceDecode: chunkMs }, costs);
    const read = step?.kind === 'jump' ? Math.min(left, step.maxTokens) : 1;
    left -= read;
    chunkMs += step?.kind === 'jump' ? costs.chunkMs(read, 0) : costs.decodeMs(sequences);
    longestMs = Math.max(longestMs, chunkMs);
    if (step?.kind === 'decode') chunkMs = 0;
  }
  return { longestMs, runs };
}

test.each([2, 8, 16, 31])('forced ids, however many, are read soon and within the bound: %i sequences', (sequences) => {
  for (let tokens = 100; tokens < 250; tokens++) {
    const { longestMs, runs } = readForced(tokens, sequences);
    expect(longestMs).toBeLessThanOrEqual(Math.max(3 * costs.decodeMs(sequences), 45));
    expect(runs).toBeLessThan(tokens / 6);
  }
});

/** How long others wait for a token at most while a prompt of `tokens` is read, in chunks of how many tokens. */
function readPrompt(tokens: number, sequences: number, some: Costs): { longestMs: number; chunks: number[] } {
  let [left, chunkMs, longestMs] = [tokens, 0, 0];
  const chunks: number[] = [];
  while (left > 0 && chunks.length < tokens) {
    const prompt = asks('p', left, { readTokens: tokens - left, expectedTokens: tokens });
    const situation = { ...nothing, decoding: decoding(sequences), prefilling: [prompt] };
    const step = chooseStep({ ...situation, chunkMsSinceDecode: chunkMs }, some);
    if (step?.kind !== 'prefill') {
      longestMs = Math.max(longestMs, chunkMs + some.decodeMs(sequences));
      chunkMs = 0;
      continue;
    }
    const read = Math.min(left, step.maxTokens);
    chunkMs += some.chunkMs(read, tokens - left);
    left -= read;
    chunks.push(read);
  }
  return { longestMs: Math.max(longestMs, chunkMs + some.decodeMs(sequences)), chunks };
}

/** Where steps are fast: 8 sequences take 11 ms. `dearContext`: what each token that was read costs a chunk. */
const fast = (dearContext: number): Costs => ({
  decodeMs: (sequences) => 3 + sequences,
  chunkMs: (tokens, context) => 4 + 0.4 * tokens + dearContext * context,
  chunkTokensIn: (ms, context) => Math.floor((ms - 4 - dearContext * context) / 0.4),
});

test('a prompt of 1,000 stretches the time between tokens of 8 to 2.5 times where steps are fast, too: 3 are promised', () => {
  const { longestMs, chunks } = readPrompt(1_000, 8, fast(1 / 400));
  expect(longestMs).toBeGreaterThan(25);
  expect(longestMs).toBeLessThanOrEqual(27.5);
  expect(chunks.length).toBeLessThan(1_000 / MIN_CHUNK_TOKENS);
});

test('… but for chunks of the least that a prompt gets on by', () => {
  const { longestMs, chunks } = readPrompt(1_000, 8, fast(1 / 40));
  expect(longestMs).toBeGreaterThan(33);
  expect(Math.min(...chunks.slice(0, -1))).toBe(MIN_CHUNK_TOKENS);
});

test('fewer sequences keep nobody waiting for first words longer than eight do', () => {
  expect(readPrompt(1_000, 1, fast(0)).longestMs).toBeGreaterThan(25);
  expect(readPrompt(1_000, 1, fast(0)).longestMs).toBeLessThanOrEqual(27.5);
});

test('a chunk pays from about four forced ids on at eight sequences', () => {
  expect([1, 2, 4, 5, 6, 20].map((tokens) => jumpPays(tokens, 0, 8, costs))).toEqual([
    ...[false, false, false, true, true, true],
  ]);
});
