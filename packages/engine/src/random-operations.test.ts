import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyModel } from '../fixtures/tiny.ts';
import { Decoder } from './decoder.ts';
import { EngineLoop } from './engine-loop.ts';
import type { SequenceRequest } from './sequence-request.ts';
import { Reference } from './testing/reference.ts';

/** One caller: when it comes, what it asks, and whether it leaves early. */
interface Caller {
  /** Event loop turns before it asks. */
  waitTurns: number;
  /** How much of the shared prompt its own begins with, and what follows. */
  sharedTokens: number;
  ownIds: number[];
  maxTokens: number;
  /** What may follow; undefined: all. */
  rule: keyof typeof rules | undefined;
  /** Whether its prompt goes so far that a run behind it fails. */
  isTooLong: boolean;
  leaves: Leaving | undefined;
  /** Whether it comes back then, and goes on. */
  comesBack: boolean;
  priority: number;
  owner: string | undefined;
  /** What is done in the end with what all share, or with what is kept of its owner. */
  last: 'pin' | 'warm' | 'forget' | undefined;
}

/** It takes no more, or gives the signal, after so many ids, or so many turns; or it has a deadline. */
type Leaving = { kind: 'return' | 'abort'; ids: number } | { kind: 'turns' | 'deadline'; count: number };

type AllowedNext = NonNullable<SequenceRequest['allowedNext']>;

const rules = {
  some: ({ length }) => (length % 3 === 0 ? undefined : [3, 60, 100]),
  forcedRuns: ({ length }) => (length % 9 < 7 ? [length + 1] : [5, 6, 70]),
  allForced: ({ length }) => [(length * 5) % 128],
} satisfies Record<string, AllowedNext>;

/** Positions that the tiny model knows. */
const KNOWN_TOKENS = 512;
const sharedIds = Array.from({ length: 200 }, (_, index) => (index * 53 + 1) % 128);
const longIds = Array.from({ length: KNOWN_TOKENS - 8 }, (_, index) => (index * 29 + 3) % 128);
const few = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const arbitraryCaller: fc.Arbitrary<Caller> = fc.record({
  waitTurns: fc.nat(40),
  sharedTokens: fc.constantFrom(0, 15, 16, 17, 64, 100, 200),
  ownIds: fc.array(fc.nat(127), { minLength: 1, maxLength: 30 }),
  maxTokens: fc.integer({ min: 1, max: 40 }),
  rule: few(fc.constantFrom('some', 'forcedRuns', 'allForced')),
  isTooLong: fc.nat(9).map((number) => number === 0),
  leaves: few(
    fc.oneof(
      fc.record({ kind: fc.constantFrom('return', 'abort'), ids: fc.constantFrom(1, 5, 20) }),
      fc.record({ kind: fc.constantFrom('turns', 'deadline'), count: fc.nat(30) }),
    ),
  ),
  comesBack: fc.boolean(),
  priority: fc.nat(2),
  owner: fc.constantFrom(undefined, 'ann', 'bob'),
  last: few(fc.constantFrom('pin', 'warm', 'forget')),
});

/** 40 blocks of 16 tokens, 64 numbers each: so few that they are evicted again and again. */
const prefixCacheBytes = 40 * 16 * 64 * 4;

let decoder: Decoder;
let engine: EngineLoop;
let reference: Reference;
beforeAll(async () => {
  reference = await Reference.load(tinyModel.modelPath, tinyModel.architecture);
  decoder = await Decoder.load({ ...tinyModel, slots: 4, capacityTokens: 600, threads: 1 });
  // Short chunks, so that prompts are passed by others in the middle.
  engine = new EngineLoop(decoder, { ...tinyModel, maxChunkTokens: 24, prefixCacheBytes });
});
afterAll(async () => {
  await engine.close();
  expect([...decoder.liveNativeObjects.values()].every((count) => count === 0)).toBe(true);
});

const promptOf = ({ sharedTokens, ownIds, isTooLong }: Caller) => {
  const prompt = [...sharedIds.slice(0, sharedTokens), ...ownIds];
  return isTooLong ? [...prompt, ...longIds].slice(0, longIds.length) : prompt;
};
const ruleOf = ({ rule }: Caller): AllowedNext => (rule ? rules[rule] : () => undefined);

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn();
}

/** Follows an answer, onto `ids`. @returns how it ended */
async function follow(request: SequenceRequest, ids: number[], leaves: Leaving | undefined): Promise<string> {
  const control = new AbortController();
  if (leaves?.kind === 'turns') void turns(leaves.count).then(() => control.abort());
  const limits = {
    signal: control.signal,
    ...(leaves?.kind === 'deadline' ? { deadlineAtMs: performance.now() + leaves.count } : {}),
  };
  const steps = engine.generate({ ...request, ...limits, continueIds: [...ids] });
  for (;;) {
    const { value, done } = await steps.next();
    if (done) return value.finishReason;
    ids.push(...value.ids);
    if (!leaves || !('ids' in leaves) || ids.length < leaves.ids) continue;
    if (leaves.kind === 'abort') control.abort();
    else {
      await steps.return(undefined as never);
      return 'left';
    }
  }
}

/** @returns the ids that it was given, and how its answers ended */
async function call(caller: Caller): Promise<{ ids: number[]; ends: string[] }> {
  await turns(caller.waitTurns);
  const { maxTokens, priority, owner, leaves, comesBack, last } = caller;
  const request = {
    ...{ promptIds: promptOf(caller), maxTokens, priority, temperature: 0, topP: 1, seed: 0, stopIds: [] },
    ...{ allowedNext: ruleOf(caller), ...(owner ? { owner } : {}) },
  };
  const ids: number[] = [];
  const ends: string[] = [];
  try {
    ends.push(await follow(request, ids, leaves));
    if (leaves && comesBack) ends.push(await follow(request, ids, undefined));
  } catch (error) {
    expect(error).toMatchObject({ code: 'native_failure' });
    ends.push('failed');
  }
  if (last === 'forget' && owner) await engine.forget(owner);
  if (last === 'warm') await engine.warm(sharedIds);
  if (last === 'pin') {
    const pinned = await engine.pin(sharedIds.slice(0, caller.sharedTokens));
    await turns(caller.waitTurns);
    pinned.release();
  }
  return { ids, ends };
}

/**
 * How far the worst of `ids` is behind the likeliest at its place of those that may follow, all places being read at once. Where
 * two ids are equal but for the order in which numbers are added up, which depends on the chunks, either may come.
 */
async function worstGap(caller: Caller, ids: readonly number[]): Promise<number> {
  const promptIds = promptOf(caller);
  // What was forced is said also where the model knows no place for it.
  const known = ids.slice(0, KNOWN_TOKENS + 1 - promptIds.length);
  const logits = await reference.logits([...promptIds, ...known.slice(0, -1)], Math.max(1, known.length));
  const gaps = ids.map((id, index) => {
    const allowed = ruleOf(caller)(ids.slice(0, index));
    if (allowed?.length === 1) return id === allowed[0] ? 0 : Number.POSITIVE_INFINITY;
    const row = logits[index];
    if (!row || allowed?.includes(id) === false) return Number.POSITIVE_INFINITY;
    return Math.max(...(allowed?.map((other) => row[other] as number) ?? row)) - (row[id] as number);
  });
  return Math.max(0, ...gaps);
}

test('whoever comes and goes when, everybody has the ids of the naive path, and the books are right', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryCaller, { minLength: 1, maxLength: 12 }), async (callers) => {
      const answers = await Promise.all(callers.map(call));
      for (const [index, caller] of callers.entries()) {
        const { ids, ends } = answers[index] as (typeof answers)[0];
        for (const end of ends) seen.add(end);
        if (ends.at(-1) === 'length') expect(ids).toHaveLength(caller.maxTokens);
        else expect(caller.isTooLong || (caller.leaves && !caller.comesBack)).toBeTruthy();
        expect(await worstGap(caller, ids)).toBeLessThan(1e-4);
      }
      // The last who left is swept out after the step under way.
      await expect.poll(() => engine.stats()).toMatchObject({ running: 0, waiting: 0 });
      for (const owner of ['ann', 'bob']) await engine.forget(owner);
      expect(engine.owners()).toEqual(new Set());
      engine.check();
    }),
    { numRuns: 25 },
  );
  expect([...seen]).toEqual(expect.arrayContaining(['length', 'cancelled', 'left', 'failed']));
  const { prefix } = engine.stats();
  expect(prefix.hitTokens).toBeGreaterThan(0);
  expect(prefix.evictedBlocks).toBeGreaterThan(0);
}, 120_000);
