import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect, promptIds, requestOf } from '../fixtures/requests.ts';
import { tinyModel } from '../fixtures/tiny.ts';
import { createEngine, type Engine } from './engine.ts';
import type { SequenceRequest, SequenceResult, TokenStep } from './sequence-request.ts';
import type { StepReport } from './step-runner.ts';
import { likeliest, Reference } from './testing/reference.ts';

let engine: Engine;
beforeEach(async () => {
  engine = await createEngine({ ...tinyModel, capacityTokens: 600, threads: 1 });
});
afterEach(() => engine.close());

const generate = (changes?: Partial<SequenceRequest>) =>
  collect(engine.generate(requestOf(changes)), changes?.continueIds?.length);

describe('ids', () => {
  test('greedy ids are those of the JavaScript API, with its cache and without any', async () => {
    const reference = await Reference.load(tinyModel.modelPath, tinyModel.architecture);
    const longPrompt = Array.from({ length: 300 }, (_, index) => (index * 53 + 1) % 128);
    for (const promptIds of [[7], [5, 17, 90, 3, 44], longPrompt]) {
      const { ids, result } = await generate({ promptIds, maxTokens: 60 });
      expect(ids).toEqual(await reference.greedy(promptIds, 60));
      const logits = await reference.logits([...promptIds, ...ids]);
      expect(ids).toEqual(logits.slice(promptIds.length - 1, -1).map((row) => likeliest(row)));
      expect(result).toMatchObject({ finishReason: 'length', promptTokens: promptIds.length, generatedTokens: 60 });
      expect(result.prefillMs).toBeGreaterThan(0);
      expect(result.decodeMs).toBeGreaterThan(0);
    }
  });

  test('same seed, same ids; another seed, others', async () => {
    const sampled = { temperature: 0.9, topP: 0.95 };
    const { ids } = await generate({ ...sampled, seed: 5 });
    expect((await generate({ ...sampled, seed: 5 })).ids).toEqual(ids);
    expect((await generate({ ...sampled, seed: 6 })).ids).not.toEqual(ids);
  });

  test('a continued sequence goes on with the ids of an uninterrupted one', async () => {
    const sampled = { temperature: 0.7, topP: 0.9, seed: 9 };
    const { ids } = await generate(sampled);
    for (const told of [1, 10, 23]) {
      const { ids: rest, result } = await generate({ ...sampled, continueIds: ids.slice(0, told) });
      expect(rest).toEqual(ids.slice(told));
      expect(result.generatedTokens).toBe(24);
    }
  });

  test('ids to continue are read like the prompt, at once', async () => {
    const reports: StepReport[] = [];
    const watched = await createEngine({ ...tinyModel, threads: 1, onStep: (report) => reports.push(report) });
    const request = requestOf({ continueIds: Array.from({ length: 20 }, (_, index) => index), maxTokens: 21 });
    await collect(watched.generate(request), 20);
    expect(reports).toMatchObject([{ kind: 'chunk', tokens: request.promptIds.length + 20 }]);
    await watched.close();
  });

  test('a stop id ends the sequence and is not given out', async () => {
    const { ids } = await generate();
    const stopId = ids[10] as number;
    const { ids: stopped, result } = await generate({ stopIds: [stopId] });
    expect(stopped).toEqual(ids.slice(0, ids.indexOf(stopId)));
    expect(result).toMatchObject({ finishReason: 'stop', generatedTokens: stopped.length });
  });
});

describe('penalties and log-probabilities', () => {
  test('penalties keep ids from coming again; a bias forbids one', async () => {
    const { ids } = await generate({ presencePenalty: 1_000, maxTokens: 60 });
    expect(new Set(ids).size).toBe(60);
    const first = ids[0] as number;
    expect((await generate({ logitBias: new Map([[first, -Infinity]]), maxTokens: 60 })).ids).not.toContain(first);
    const resumed = await generate({ presencePenalty: 1_000, maxTokens: 60, continueIds: ids.slice(0, 20) });
    expect(resumed.ids).toEqual(ids.slice(20));
  });

  test('log-probabilities come with the ids that the model chose', async () => {
    const steps: TokenStep[] = [];
    const allowedNext = (ids: readonly number[]) => (ids.length === 2 ? [9] : undefined);
    for await (const step of engine.generate(requestOf({ logProbabilities: 3, maxTokens: 5, allowedNext })))
      steps.push(step);
    const ids = steps.flatMap((step) => step.ids);
    const logProbabilities = steps.flatMap((step) => step.logProbabilities);
    expect(logProbabilities).toHaveLength(5);
    for (const [index, entry] of logProbabilities.entries()) {
      if (index === 2) expect(entry).toBeUndefined();
      else expect(entry).toMatchObject({ taken: entry?.top[0]?.logProbability, top: [{ id: ids[index] }, {}, {}] });
    }
  });

  test('those of the ids alone are to be had, too', async () => {
    const takenOf = async (logProbabilities: number) => {
      const { value } = await engine.generate(requestOf({ logProbabilities, maxTokens: 1 })).next();
      return (value as TokenStep).logProbabilities;
    };
    const [one] = (await takenOf(1)) ?? [];
    expect(await takenOf(0)).toEqual([{ taken: one?.taken, top: [] }]);
    expect((await takenOf(2 ** 33))?.[0]?.top).toHaveLength(128);
  });
});

describe('lengths', () => {
  test('the answer ends where the slot is full', async () => {
    const small = await createEngine({ ...tinyModel, capacityTokens: 32, threads: 1 });
    const clipped = await collect(small.generate(requestOf({ maxTokens: 1000 })));
    expect(clipped.result).toMatchObject({ finishReason: 'length', generatedTokens: 32 - promptIds.length });
    await small.close();
  });

  test('nothing to generate needs no step', async () => {
    for (const changes of [{ maxTokens: 0 }, { maxTokens: 2, continueIds: [3, 4] }]) {
      const { ids, result } = await generate(changes);
      expect(ids).toEqual([]);
      expect(result).toMatchObject({ finishReason: 'length', prefillMs: 0 });
    }
  });

  test('a prompt that fills the slot is refused', async () => {
    await expect(generate({ promptIds: new Array(600).fill(1) })).rejects.toMatchObject({
      name: 'EngineError',
      code: 'prompt_too_long',
    });
  });

  test.each([
    { promptIds: [] },
    { promptIds: [128] },
    { promptIds: [-1] },
    { promptIds: [1.5] },
    { continueIds: [500] },
    { maxTokens: -1 },
    { maxTokens: Number.NaN },
    { temperature: -0.1 },
    { temperature: Number.POSITIVE_INFINITY },
    { topP: 0 },
    { topP: 1.1 },
    { seed: 0.5 },
    { minP: 1.5 },
    { topK: -1 },
    { repetitionPenalty: 0 },
    { frequencyPenalty: Number.NaN },
    { presencePenalty: Number.POSITIVE_INFINITY },
    // Beyond what 32 bits hold, or what they hold after some additions.
    { temperature: 1e39 },
    { repetitionPenalty: 1e-45 },
    { repetitionPenalty: 1e39 },
    { frequencyPenalty: -1e38 },
    { presencePenalty: 1e39 },
    { logitBias: new Map([[1, 1e39]]) },
    { logitBias: new Map([[1, -1e39]]) },
    { logitBias: new Map([[1, Number.POSITIVE_INFINITY]]) },
    { logitBias: new Map([[1, Number.NaN]]) },
    { logitBias: new Map([[128, 1]]) },
    { logProbabilities: 0.5 },
    { priority: Number.NaN },
    { deadlineAtMs: Number.NaN },
  ])('%j is refused', async (changes) => {
    await expect(generate(changes)).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

test('where a bias forbids all ids, the first one follows, as of a list', async () => {
  const logitBias = new Map(Array.from({ length: 128 }, (_, id) => [id, -Infinity]));
  for (const temperature of [0, 1]) {
    const sampling = { logitBias, temperature, maxTokens: 3 };
    expect((await generate(sampling)).ids).toEqual([0, 0, 0]);
    expect((await generate({ ...sampling, topK: 5, logProbabilities: 1 })).ids).toEqual([0, 0, 0]);
    expect((await generate({ ...sampling, accepts: () => true })).ids).toEqual([0, 0, 0]);
    expect((await generate({ ...sampling, allowedNext: () => [3, 4] })).ids).toEqual([3, 3, 3]);
  }
});

test('the largest numbers that are allowed do not lead beyond those of 32 bits', async () => {
  for (const sign of [1, -1]) {
    const penalties = { frequencyPenalty: sign * 1e30, presencePenalty: sign * 1e30, repetitionPenalty: 100 ** sign };
    const logitBias = new Map([[3, -sign * 1e30]]);
    expect((await generate({ ...penalties, logitBias, temperature: 1, maxTokens: 60 })).ids).toHaveLength(60);
  }
});

test.each([
  { slots: 0 },
  { slots: 2.5 },
  { capacityTokens: 1 },
  { maxChunkTokens: 0 },
  { maxChunkTokens: Number.NaN },
  { maxGuessedTokens: -1 },
  { threads: 0 },
  { prefixCacheBytes: -1 },
  { prefixCacheBytes: Number.NaN },
])('an engine with %j is refused', async (options) => {
  const [[name, value]] = Object.entries(options) as [[string, number]];
  await expect(createEngine({ ...tinyModel, ...options })).rejects.toMatchObject({
    ...{ name: 'EngineError', code: 'invalid_request', message: `${name} is ${value}` },
  });
});

describe('many callers', () => {
  test('have their first ids in the order of their calls, and each gets its own', async () => {
    const prompts = Array.from({ length: 8 }, (_, index) => [index * 7, 40 + index]);
    const alone: number[][] = [];
    for (const promptIds of prompts) alone.push((await generate({ promptIds })).ids);
    const begun: number[] = [];
    const together = await Promise.all(
      prompts.map(async (promptIds, index) => {
        const steps = engine.generate(requestOf({ promptIds }));
        const { ids } = (await steps.next()).value as TokenStep;
        begun.push(index);
        return [...ids, ...(await collect(steps, ids.length)).ids];
      }),
    );
    expect(together).toEqual(alone);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('a sequence that fails does not disturb the others', async () => {
    const before = generate();
    const failing = generate({ promptIds: new Array(520).fill(1) });
    const after = generate();
    // The tiny model knows 512 positions: fewer than the slot holds, so that its runtime refuses a step.
    await expect(failing).rejects.toMatchObject({
      code: 'native_failure',
      message: expect.stringMatching(/^RunWithBinding: .*cos_cache/),
    });
    expect((await before).ids).toEqual((await after).ids);
  });

  test('one that fails in the middle of a batch fails alone', async () => {
    const alone = await generate({ maxTokens: 60 });
    // It reaches the last position that the tiny model knows while the others decode beside it.
    const failing = generate({ promptIds: new Array(500).fill(1), maxTokens: 40 });
    const others = [1, 2, 3].map(() => generate({ maxTokens: 60 }));
    await expect(failing).rejects.toMatchObject({ code: 'native_failure' });
    for (const other of others) expect((await other).ids).toEqual(alone.ids);
    expect((await generate({ maxTokens: 60 })).ids).toEqual(alone.ids);
    await expect.poll(() => engine.stats()).toMatchObject({ running: 0, waiting: 0 });
  });

  test.each<[string, () => Partial<SequenceRequest>]>([
    ['a lower priority', () => ({ priority: 1 })],
    ['an earlier deadline', () => ({ priority: 5, deadlineAtMs: performance.now() + 9_000 })],
  ])('more than there are slots: the others wait, those with %s first', async (_, first) => {
    const small = await createEngine({ ...tinyModel, slots: 2, capacityTokens: 100, threads: 1 });
    const finished: number[] = [];
    const ask = (changes: Partial<SequenceRequest>, index: number) =>
      collect(small.generate(requestOf({ ...changes, maxTokens: 50 }))).then(() => finished.push(index));
    const others = { priority: 5 };
    const asked = [others, others, others, others, first(), first()].map(ask);
    await Promise.resolve();
    expect(small.stats()).toMatchObject({ running: 0, waiting: 6 });
    await Promise.all(asked);
    // None had a slot yet when the last two came.
    expect(finished.slice(0, 2).toSorted()).toEqual([4, 5]);
    expect(finished.toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
    await small.close();
  });

  test('one that never reads holds up nobody, and finds all its ids later', async () => {
    const { ids } = await generate();
    const slow = engine.generate(requestOf());
    const first = await slow.next();
    await generate();
    const rest = await collect(slow, 1);
    expect([...(first.value as TokenStep).ids, ...rest.ids]).toEqual(ids);
    expect(rest.result.finishReason).toBe('length');
  });

  test('one that leaves frees the slot', async () => {
    for await (const { ids } of engine.generate(requestOf({ maxTokens: 500 }))) {
      expect(ids).toHaveLength(1);
      break;
    }
    const leaving = engine.generate(requestOf({ maxTokens: 500 }));
    await leaving.next();
    const waiting = generate();
    await leaving.return({} as SequenceResult);
    expect((await waiting).ids).toHaveLength(24);
  });

  test('one that leaves while it waits for its ids leaves at once', async () => {
    const small = await createEngine({ ...tinyModel, slots: 1, capacityTokens: 512, threads: 1 });
    const long = small.generate(requestOf({ maxTokens: 400 }));
    await long.next();
    const leaving = small.generate(requestOf());
    const pending = leaving.next();
    expect(small.stats()).toMatchObject({ running: 1, waiting: 1 });
    await leaving.return(undefined as never);
    // The other one runs on meanwhile.
    expect(small.stats().running).toBe(1);
    expect(await pending).toMatchObject({ done: true, value: { finishReason: 'cancelled', generatedTokens: 0 } });
    while (!(await long.next()).done);
    const unread = small.generate(requestOf());
    await unread.return(undefined as never);
    expect(await unread.next()).toMatchObject({ done: true });
    await small.close();
  });
});

describe('cancelling', () => {
  test('before the start', async () => {
    const { ids, result } = await generate({ signal: AbortSignal.abort() });
    expect(ids).toEqual([]);
    expect(result).toMatchObject({ finishReason: 'cancelled', generatedTokens: 0 });
  });

  test('while running: what was generated is given out, and nothing after', async () => {
    const control = new AbortController();
    const steps = engine.generate(requestOf({ maxTokens: 500, signal: control.signal }));
    let given = 0;
    for (;;) {
      const { value, done } = await steps.next();
      if (done) {
        expect(value).toMatchObject({ finishReason: 'cancelled', generatedTokens: given });
        break;
      }
      given += value.ids.length;
      if (given >= 5) control.abort();
    }
    expect(given).toBeLessThan(500);
    expect((await generate()).ids).toHaveLength(24);
  });

  test.each([
    ['one id', [7]],
    ['none', []],
    ['what is none', [-1]],
  ])('by what says which ids may follow, and then gives %s', async (_, last) => {
    const control = new AbortController();
    const allowedNext = ({ length }: readonly number[]) => {
      if (length < 3) return [1, 2, 3];
      control.abort();
      return last;
    };
    const { ids, result } = await generate({ signal: control.signal, allowedNext });
    expect(ids).toHaveLength(3);
    expect(result).toMatchObject({ finishReason: 'cancelled', generatedTokens: 3, forcedTokens: 0 });
    const forced = (generated: readonly number[]) => (generated.length < 3 ? [5] : allowedNext(generated));
    const { result: said } = await generate({ signal: control.signal, allowedNext: forced });
    expect(said).toMatchObject({ finishReason: 'cancelled' });
  });

  test('while waiting: the others go on', async () => {
    const control = new AbortController();
    const running = generate({ maxTokens: 100 });
    const waiting = generate({ signal: control.signal });
    const last = generate();
    control.abort();
    expect((await waiting).result).toMatchObject({ finishReason: 'cancelled', generatedTokens: 0 });
    expect((await running).ids).toHaveLength(100);
    expect((await last).ids).toHaveLength(24);
  });

  test('during a long prefill: the next chunk is not read', async () => {
    const control = new AbortController();
    const long = generate({ promptIds: new Array(500).fill(1), signal: control.signal });
    setImmediate(() => control.abort());
    expect((await long).result).toMatchObject({ finishReason: 'cancelled', prefillMs: 0 });
  });
});

describe('a deadline', () => {
  test('that has passed before the start', async () => {
    const { ids, result } = await generate({ deadlineAtMs: performance.now() - 1 });
    expect(ids).toEqual([]);
    expect(result).toMatchObject({ finishReason: 'deadline', generatedTokens: 0 });
  });

  test('that passes while running: what was generated is given out', async () => {
    const { ids, result } = await generate({ maxTokens: 500, deadlineAtMs: performance.now() + 10 });
    expect(result).toMatchObject({ finishReason: 'deadline', generatedTokens: ids.length });
    expect(ids.length).toBeLessThan(500);
  });
});

test('an engine whose slots would hold more than the model knows is refused', async () => {
  const architecture = { ...tinyModel.architecture, contextTokens: 512 };
  await expect(createEngine({ ...tinyModel, architecture, capacityTokens: 600 })).rejects.toMatchObject({
    code: 'invalid_request',
    message: 'capacityTokens is 600, of which the model knows 512',
  });
  const full = await createEngine({ ...tinyModel, architecture, capacityTokens: 512, threads: 1 });
  const { result } = await collect(full.generate(requestOf({ maxTokens: 1_000 })));
  expect(result).toMatchObject({ finishReason: 'length', generatedTokens: 512 - promptIds.length });
  await full.close();
});

test('a model that knows fewer positions than a slot would hold has slots of so many', async () => {
  const architecture = { ...tinyModel.architecture, contextTokens: 300 };
  const small = await createEngine({ ...tinyModel, architecture, threads: 1 });
  expect(small.capacityTokens).toBe(300);
  await expect(small.warm(new Array(304).fill(1))).rejects.toMatchObject({ code: 'prompt_too_long' });
  await small.close();
});

describe('closing', () => {
  test('fails what runs, what waits and what comes later; may be asked twice', async () => {
    const outcomes = Promise.allSettled([generate({ maxTokens: 500 }), generate()]);
    await new Promise(setImmediate);
    await Promise.all([engine.close(), engine.close()]);
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: 'closed' } });
    await expect(generate()).rejects.toMatchObject({ code: 'closed' });
  });

  test('warm-up leaves the engine ready, and nothing in the prefix cache or its statistics', async () => {
    await engine.warmUp();
    const nothing = { askedTokens: 0, hitTokens: 0, savedMs: 0, blocks: 0, evictedBlocks: 0 };
    expect(engine.stats().prefix).toMatchObject(nothing);
    expect((await generate()).ids).toHaveLength(24);
  });
});

describe('prefixes', () => {
  const system = Array.from({ length: 100 }, (_, index) => (index * 31 + 7) % 128);

  test('a prompt that begins like another one reads only the rest, and has the same ids', async () => {
    const alone = await generate({ promptIds: [...system, 1, 2] });
    expect(alone.result.cachedTokens).toBe(0);
    const shared = await generate({ promptIds: [...system, 1, 2] });
    expect(shared).toMatchObject({ ids: alone.ids, result: { cachedTokens: 96 } });
    expect((await generate({ promptIds: [...system.slice(0, 40), 5] })).result.cachedTokens).toBe(32);
    expect(engine.stats().prefix).toMatchObject({ askedTokens: 102 + 102 + 41, hitTokens: 128 });
  });

  test('what the prefix saved is told also of a sequence that ends at once', async () => {
    await generate({ promptIds: [...system, 1], maxTokens: 1 });
    const { result } = await generate({ promptIds: [...system, 2], maxTokens: 1 });
    const { savedMs } = engine.stats().prefix;
    expect(savedMs).not.toBe(0);
    expect(result).toMatchObject({ finishReason: 'length', cachedTokens: 96, savedMs });
  });

  test('the next turn of a conversation reads only what is new', async () => {
    const first = await generate({ promptIds: system });
    const next = [...system, ...first.ids, 9, 8, 7];
    // The last of the 24 ids was never read; 123 tokens fill 7 blocks.
    expect((await generate({ promptIds: next })).result.cachedTokens).toBe(112);
  });

  test('an answer that goes on reads of what was said before only what is not kept, and of that at least the last id', async () => {
    const { ids } = await generate({ promptIds: system });
    // The last of the 24 ids was never read; 123 tokens fill 7 blocks.
    for (const [told, hit] of [
      [13, 112],
      [12, 96],
      [23, 112],
    ] as const) {
      const before = engine.stats().prefix;
      const { ids: rest, result } = await generate({ promptIds: system, continueIds: ids.slice(0, told) });
      expect(rest).toEqual(ids.slice(told));
      // Of the prompt alone.
      expect(result).toMatchObject({ promptTokens: 100, cachedTokens: Math.min(100, hit) });
      const { askedTokens, hitTokens } = engine.stats().prefix;
      expect(askedTokens - before.askedTokens).toBe(100 + told);
      expect(hitTokens - before.hitTokens).toBe(hit);
    }
  });

  test('a whole prompt that is kept still has its last token read', async () => {
    const promptIds = system.slice(0, 64);
    const { ids } = await generate({ promptIds });
    expect(await generate({ promptIds })).toMatchObject({ ids, result: { cachedTokens: 48 } });
  });

  test('warmed ahead, pinned, and released', async () => {
    await engine.warm(system);
    expect(engine.stats().prefix).toMatchObject({ blocks: 6, pinnedBlocks: 0 });
    const pinned = await engine.pin(system);
    expect(pinned.tokens).toBe(96);
    expect(engine.stats().prefix).toMatchObject({ blocks: 6, pinnedBlocks: 6 });
    expect((await generate({ promptIds: [...system, 3] })).result.cachedTokens).toBe(96);
    pinned.release();
    expect(engine.stats().prefix.pinnedBlocks).toBe(0);
    // Too short for a block: nothing to do.
    expect((await engine.pin([1, 2, 3])).tokens).toBe(0);
  });

  test('what is forgotten is read anew, also what a sequence has left behind just now; what others read stays', async () => {
    const mine = { promptIds: [...system, ...system], owner: 'ann' };
    await engine.warm(system);
    const { ids } = await generate(mine);
    expect((await generate(mine)).result.cachedTokens).toBe(192);
    const running = engine.generate(requestOf({ ...mine, promptIds: [...mine.promptIds, 1, 2, 3] }));
    await running.next();
    expect(engine.owners()).toEqual(new Set(['ann']));
    await running.return(undefined as never);
    expect((await engine.forget('ann')).blocks).toBeGreaterThan(0);
    expect(await engine.forget('bob')).toEqual({ blocks: 0, bytes: 0 });
    expect(engine.owners()).toEqual(new Set());
    expect(engine.stats().prefix.blocks).toBe(6);
    expect(await generate(mine)).toMatchObject({ ids, result: { cachedTokens: 96 } });
  });

  test('a prompt that one conversation has read first stays when that one is forgotten, since others use it', async () => {
    const ask = (owner: string | undefined, ...own: number[]) =>
      generate({ promptIds: [...system, ...own], ...(owner ? { owner } : {}), maxTokens: 20 });
    await ask('ann', 1, 2, 3);
    await ask('bob', 4, 5, 6);
    expect((await engine.forget('ann')).blocks).toBeGreaterThan(0);
    expect((await ask('cid', 7)).result.cachedTokens).toBe(96);
    await engine.forget('bob');
    expect((await ask(undefined, 8)).result.cachedTokens).toBe(96);
    await engine.forget('cid');
    expect((await ask('ann', 9)).result.cachedTokens).toBe(96);
  });

  test('what is warmed again counts as used, and not as asked for', async () => {
    const small = await createEngine({ ...tinyModel, threads: 1, prefixCacheBytes: 8 * 16 * 64 * 4 });
    const begun = (step: number) => Array.from({ length: 64 }, (_, index) => (index * step + 7) % 128);
    await small.warm(begun(31));
    await small.warm(begun(5));
    const { askedTokens } = small.stats().prefix;
    await small.warm(begun(31));
    expect(small.stats().prefix).toMatchObject({ askedTokens, blocks: 8 });
    await small.warm(begun(9));
    const { result } = await collect(small.generate(requestOf({ promptIds: [...begun(31), 1] })));
    expect(result.cachedTokens).toBe(64);
    await small.close();
  });

  test('warming fails where generating would', async () => {
    await expect(engine.warm(new Array(700).fill(1))).rejects.toMatchObject({ code: 'prompt_too_long' });
    await engine.close();
    await expect(engine.warm(system)).rejects.toMatchObject({ code: 'closed' });
  });

  test('where none is kept, none is read ahead', async () => {
    let steps = 0;
    const keepsNone = await createEngine({ ...tinyModel, threads: 1, prefixCacheBytes: 0, onStep: () => steps++ });
    await keepsNone.warm(system);
    expect((await keepsNone.pin(system)).tokens).toBe(0);
    expect(steps).toBe(0);
    await keepsNone.close();
  });
});
