import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect, requestOf } from '../fixtures/requests.ts';
import { tinyModel } from '../fixtures/tiny.ts';
import { createEngine, type Engine } from './engine.ts';
import type { SequenceRequest } from './sequence-request.ts';
import type { StepReport } from './step-runner.ts';

let reports: StepReport[];
let guessing: Engine;
let plain: Engine;
beforeEach(async () => {
  reports = [];
  const options = { ...tinyModel, capacityTokens: 512, threads: 1 };
  guessing = await createEngine({ ...options, onStep: (report) => reports.push(report) });
  plain = await createEngine({ ...options, maxGuessedTokens: 0 });
});
afterEach(async () => {
  await guessing.close();
  await plain.close();
});

/** Greedy, the small model soon says the same again and again. */
const long = { promptIds: [5, 17, 90, 3, 44], maxTokens: 120 };
const allowed = Array.from({ length: 100 }, (_, id) => id);

test.each<[string, Partial<SequenceRequest>]>([
  ['greedy', {}],
  ['sampled', { temperature: 0.3, topP: 0.9, seed: 4 }],
  ['with penalties and log-probabilities', { repetitionPenalty: 1.05, frequencyPenalty: 0.01, logProbabilities: 2 }],
  ['with ids that may follow, some of them forced', { allowedNext: (ids) => (ids.length % 11 === 10 ? [9] : allowed) }],
  ['up to a full slot', { maxTokens: 1_000 }],
])('the ids are those that come without guesses, %s', async (_, changes) => {
  const request = requestOf({ ...long, ...changes });
  const expected = await collect(plain.generate(request));
  const { ids, result } = await collect(guessing.generate(request));
  expect(ids).toEqual(expected.ids);
  expect(result).toMatchObject({ ...expected.result, prefillMs: expect.any(Number), decodeMs: expect.any(Number) });
});

test('what is guessed right takes no step of its own', async () => {
  const repeating = {
    allowedNext: (ids: readonly number[]) => [ids.length % 7, 100],
    choose: ([first = 0]: readonly number[]) => first,
  };
  const { ids } = await collect(guessing.generate(requestOf({ ...long, ...repeating })));
  expect(ids).toEqual(Array.from({ length: long.maxTokens }, (_, at) => at % 7));
  const steps = reports.filter(({ kind }) => kind === 'decode');
  expect(steps.length).toBeLessThan(ids.length / 3);
  // The last id is said, and not read.
  expect(steps.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(ids.length - 1);
});

test.each([1, 2, 4])('as much is guessed where there are %i slots', async (slots) => {
  const steps: StepReport[] = [];
  const engine = await createEngine({
    ...{ ...tinyModel, slots, capacityTokens: 512, threads: 1 },
    onStep: (report) => steps.push(report),
  });
  const repeating = {
    allowedNext: (ids: readonly number[]) => [ids.length % 7, 100],
    choose: ([first = 0]: readonly number[]) => first,
  };
  await collect(guessing.generate(requestOf({ ...long, ...repeating })));
  await collect(engine.generate(requestOf({ ...long, ...repeating })));
  const tokens = (all: StepReport[]) => all.map((step) => step.tokens);
  expect(tokens(steps)).toEqual(tokens(reports));
  await engine.close();
});

test('a guess goes on behind forced ids', async () => {
  const isForced = (at: number) => [1, 3, 6].includes(at % 7);
  const repeating = {
    allowedNext: ({ length: at }: readonly number[]) => (isForced(at) ? [at % 7] : [at % 7, 100]),
    choose: ([first = 0]: readonly number[]) => first,
  };
  const { ids } = await collect(guessing.generate(requestOf({ ...long, ...repeating })));
  expect(ids).toEqual(Array.from({ length: long.maxTokens }, (_, at) => at % 7));
  // As soon as it is known that they come true, twelve are read with the next one.
  expect(reports.length).toBeLessThan(ids.length / 4);
});

test('an end among the guesses is the end', async () => {
  // The prompt says it all, the end too and what would come behind it, and so is said what it says.
  const promptIds = Array.from({ length: 60 }, (_, id) => id);
  const likeThePrompt = {
    allowedNext: ({ length: at }: readonly number[]) => [at, 100],
    choose: ([first = 0]: readonly number[]) => first,
  };
  let withinRun = 0;
  for (let end = 30; end < 43; end++) {
    reports = [];
    const request = requestOf({ promptIds, ...likeThePrompt, maxTokens: 59, stopIds: [end] });
    const { ids, result } = await collect(guessing.generate(request));
    expect(ids).toEqual(promptIds.slice(0, end));
    expect(result).toMatchObject({ finishReason: 'stop', generatedTokens: end });
    // Nothing behind it counts as read, though it was, with the guesses before it.
    expect(reports.reduce((sum, { tokens }) => sum + tokens, 0)).toBeLessThanOrEqual(promptIds.length + end);
    if ((reports.at(-1)?.tokens ?? 0) > 1) withinRun++;
  }
  // Up to 13 are read at once: most of these ends lie within such a run.
  expect(withinRun).toBeGreaterThan(6);
});

test('no more is said than may be, however much is guessed', async () => {
  const { ids } = await collect(plain.generate(requestOf(long)));
  for (const maxTokens of [50, 51, 52, 53]) {
    expect((await collect(guessing.generate(requestOf({ ...long, maxTokens })))).ids).toEqual(ids.slice(0, maxTokens));
  }
});

test('what goes on from such an answer finds all of it kept', async () => {
  const { ids } = await collect(guessing.generate(requestOf(long)));
  const promptIds = [...long.promptIds, ...ids, 8];
  const { result } = await collect(guessing.generate(requestOf({ promptIds, maxTokens: 9 })));
  expect(result.cachedTokens).toBeGreaterThan(long.promptIds.length + ids.length - 17);
  expect((await collect(plain.generate(requestOf({ promptIds, maxTokens: 9 })))).ids).toEqual(
    (await collect(guessing.generate(requestOf({ promptIds, maxTokens: 9 })))).ids,
  );
});
