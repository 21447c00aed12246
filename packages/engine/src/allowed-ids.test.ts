import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect, promptIds, requestOf } from '../fixtures/requests.ts';
import { tinyModel } from '../fixtures/tiny.ts';
import { createEngine, type Engine } from './engine.ts';
import type { SequenceRequest } from './sequence-request.ts';
import type { StepReport } from './step-runner.ts';
import { Reference } from './testing/reference.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await createEngine({ ...tinyModel, capacityTokens: 600, threads: 1 });
});
afterEach(() => engine.close());

const generate = (changes: Partial<SequenceRequest>) => collect(engine.generate(requestOf(changes)));

/** Greedy ids of the naive path among those allowed at each place. */
async function constrained(allowedNext: (ids: readonly number[]) => readonly number[] | undefined, count: number) {
  const reference = await Reference.load(tinyModel.modelPath, tinyModel.architecture);
  const ids: number[] = [];
  while (ids.length < count) {
    const logits = (await reference.logits([...promptIds, ...ids])).at(-1) as Float32Array;
    const allowed = allowedNext(ids) ?? [...logits.keys()];
    ids.push(allowed.reduce((a, b) => ((logits[b] as number) > (logits[a] as number) ? b : a)));
  }
  return ids;
}

test.each([
  ['sets of ids', (ids: readonly number[]) => (ids.length % 3 === 0 ? undefined : [3, 60, 100])],
  ['forced runs, long and short', (ids: readonly number[]) => (ids.length % 9 < 7 ? [ids.length + 1] : [5, 6, 70])],
  ['a forced beginning', (ids: readonly number[]) => (ids.length < 12 ? [40 + ids.length] : undefined)],
  ['nothing but forced ids', (ids: readonly number[]) => [(ids.length * 5) % 128]],
])('%s: the ids are those of the naive path, alone and among others', async (_, allowedNext) => {
  const expected = await constrained(allowedNext, 24);
  const others = [1, 2, 3].map((id) => generate({ promptIds: [id, 9], maxTokens: 40 }));
  const { ids, result } = await generate({ allowedNext });
  expect(ids).toEqual(expected);
  const forced = ids.filter((_, index) => allowedNext(ids.slice(0, index))?.length === 1);
  expect(result.forcedTokens).toBe(forced.length);
  await Promise.all(others);
  expect((await generate({ allowedNext })).ids).toEqual(expected);
});

test('a forced run is read at once, and what follows the last choice not at all', async () => {
  const reports: StepReport[] = [];
  const watched = await createEngine({
    ...tinyModel,
    capacityTokens: 600,
    threads: 1,
    onStep: (s) => reports.push(s),
  });
  // A choice, 20 forced ids, a choice, 10 forced ids and the end.
  const allowedNext = (ids: readonly number[]) =>
    ids.length === 0 || ids.length === 21 ? [1, 2] : ids.length === 32 ? [] : [7];
  const { ids, result } = await collect(watched.generate(requestOf({ allowedNext, maxTokens: 100 })));
  expect(ids).toHaveLength(32);
  expect(result).toMatchObject({ finishReason: 'stop', forcedTokens: 30 });
  expect(reports.map(({ kind, tokens }) => `${kind} ${tokens}`)).toEqual(['chunk 5', 'chunk 21']);
  await watched.close();
});

test('all ids forced: nothing is read, and no slot waited for', async () => {
  const reports: StepReport[] = [];
  const watched = await createEngine({ ...tinyModel, slots: 1, threads: 1, onStep: (step) => reports.push(step) });
  const other = watched.generate(requestOf({ maxTokens: 50 }));
  await other.next();
  const forced = { allowedNext: (ids: readonly number[]) => [[8], [9], []][ids.length], maxTokens: 9 };
  const { ids, result } = await collect(watched.generate(requestOf(forced)));
  expect(ids).toEqual([8, 9]);
  expect(result).toMatchObject({ finishReason: 'stop', generatedTokens: 2, forcedTokens: 2, promptTokens: 0 });
  expect(watched.stats()).toMatchObject({ running: 1, waiting: 0 });
  const { value } = await watched.generate(requestOf({ ...forced, continueIds: [8] })).next();
  expect(value).toMatchObject({ firstToken: 1, ids: [9] });
  await other.return(undefined as never);
  await watched.close();
  expect(reports.filter(({ kind }) => kind === 'chunk')).toHaveLength(1);
});

test('a stop id may be forced, and ends', async () => {
  const { ids, result } = await generate({ allowedNext: (ids) => [ids.length], stopIds: [3] });
  expect(ids).toEqual([0, 1, 2]);
  expect(result).toMatchObject({ finishReason: 'stop', forcedTokens: 3 });
});

test('is asked once for every place, also where the first ids are forced', async () => {
  const places: number[] = [];
  const allowedNext = (ids: readonly number[]) => {
    places.push(ids.length);
    return ids.length < 2 ? [8] : [3, 60, 100];
  };
  await generate({ allowedNext, maxTokens: 4 });
  expect(places).toEqual([0, 1, 2, 3]);
});

test('the caller chooses by the logits, or leaves it to the sampler', async () => {
  const allowedNext = (ids: readonly number[]) => (ids.length === 1 ? [7] : [3, 60, 100]);
  const least = (allowed: readonly number[], logits: Float32Array) =>
    allowed.reduce((a, b) => ((logits[b] as number) < (logits[a] as number) ? b : a));
  const reference = await Reference.load(tinyModel.modelPath, tinyModel.architecture);
  const expected: number[] = [];
  while (expected.length < 6) {
    const logits = (await reference.logits([...promptIds, ...expected])).at(-1) as Float32Array;
    expected.push(expected.length === 1 ? 7 : least([3, 60, 100], logits));
  }
  expect((await generate({ allowedNext, choose: least, maxTokens: 6 })).ids).toEqual(expected);
  const sampled = await generate({ allowedNext, maxTokens: 6 });
  expect((await generate({ allowedNext, choose: () => undefined, maxTokens: 6 })).ids).toEqual(sampled.ids);
  await expect(generate({ allowedNext, choose: () => 4 })).rejects.toMatchObject({ code: 'invalid_request' });
});

test('a function that throws, or allows what is no id, fails its sequence alone', async () => {
  const good = generate({ maxTokens: 30 });
  const bug = (at: number) => (ids: readonly number[]) => {
    if (ids.length === at) throw new Error('a bug');
    return undefined;
  };
  for (const at of [0, 4]) await expect(generate({ allowedNext: bug(at) })).rejects.toThrow('a bug');
  for (const allowed of [[1, 128], [-1], [0.5], [Number.NaN], [3, 3], [4, 2]]) {
    await expect(generate({ allowedNext: () => allowed })).rejects.toMatchObject({ code: 'invalid_request' });
  }
  expect((await good).ids).toHaveLength(30);
});

test('what is not accepted is as if it were not there', async () => {
  const accepts = (id: number) => id % 3 !== 0;
  const accepted = Array.from({ length: 128 }, (_, id) => id).filter(accepts);
  const expected = await constrained(() => accepted, 24);
  expect((await generate({ accepts, logProbabilities: 1 })).ids).toEqual(expected);
  // A list goes before it.
  expect((await generate({ accepts: () => false, allowedNext: () => accepted })).ids).toEqual(expected);
  const { ids, result } = await generate({ accepts: () => false });
  expect(ids).toEqual([]);
  expect(result).toMatchObject({ finishReason: 'stop', generatedTokens: 0 });
  const bug = () => {
    throw new Error('a bug');
  };
  await expect(generate({ accepts: bug })).rejects.toThrow('a bug');
});
