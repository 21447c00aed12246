import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tinyModel } from '../fixtures/tiny.ts';
import { createEngine, type Engine } from './engine.ts';
import { Reference } from './testing/reference.ts';

/** One caller: when it comes, what it asks, and whether it leaves early. */
interface Caller {
  /** Event loop turns before it asks. */
  waitTurns: number;
  /** How much of the shared prompt its own begins with, and what follows. */
  sharedTokens: number;
  ownIds: number[];
  maxTokens: number;
  /** Ids after which it leaves; 0: never. */
  leaveAfter: number;
  /** Whether it comes back then, and goes on. */
  comesBack: boolean;
  priority: number;
}

const sharedIds = Array.from({ length: 200 }, (_, index) => (index * 53 + 1) % 128);
const arbitraryCaller: fc.Arbitrary<Caller> = fc.record({
  waitTurns: fc.nat(40),
  sharedTokens: fc.constantFrom(0, 15, 16, 17, 64, 100, 200),
  ownIds: fc.array(fc.nat(127), { minLength: 1, maxLength: 30 }),
  maxTokens: fc.integer({ min: 1, max: 40 }),
  leaveAfter: fc.constantFrom(0, 0, 0, 1, 5, 20),
  comesBack: fc.boolean(),
  priority: fc.nat(2),
});

/** 40 blocks of 16 tokens, 64 numbers each: so few that they are evicted again and again. */
const prefixCacheBytes = 40 * 16 * 64 * 4;

let engine: Engine;
let reference: Reference;
beforeAll(async () => {
  reference = await Reference.load(tinyModel.modelPath, tinyModel.architecture);
  // Short chunks, so that prompts are passed by others in the middle.
  const sizes = { slots: 4, capacityTokens: 300, maxChunkTokens: 24, prefixCacheBytes };
  engine = await createEngine({ ...tinyModel, ...sizes, threads: 1 });
});
afterAll(() => engine.close());

async function ask(caller: Caller): Promise<number[]> {
  for (let turn = 0; turn < caller.waitTurns; turn++) await nextTurn();
  const { maxTokens, priority, leaveAfter, comesBack } = caller;
  const request = { promptIds: promptOf(caller), maxTokens, priority, temperature: 0, topP: 1, seed: 0, stopIds: [] };
  const ids: number[] = [];
  for await (const step of engine.generate(request)) {
    ids.push(...step.ids);
    if (leaveAfter > 0 && ids.length >= leaveAfter) break;
  }
  if (comesBack) for await (const step of engine.generate({ ...request, continueIds: [...ids] })) ids.push(...step.ids);
  return ids;
}

const promptOf = ({ sharedTokens, ownIds }: Caller) => [...sharedIds.slice(0, sharedTokens), ...ownIds];

/**
 * How far the worst of `ids` is behind the likeliest at its place, all places being read at once. Where two ids are equal
 * but for the order in which numbers are added up, which depends on the chunks, either may come.
 */
async function worstGap(promptIds: number[], ids: number[]): Promise<number> {
  const logits = await reference.logits([...promptIds, ...ids]);
  const gaps = ids.map((id, index) => {
    const row = logits[promptIds.length - 1 + index] as Float32Array;
    return Math.max(...row) - (row[id] as number);
  });
  return Math.max(0, ...gaps);
}

test('whoever comes and goes when, everybody has the ids of the naive path', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryCaller, { minLength: 1, maxLength: 12 }), async (callers) => {
      const answers = await Promise.all(callers.map(ask));
      for (const [index, caller] of callers.entries()) {
        const ids = answers[index] as number[];
        if (caller.leaveAfter === 0 || caller.comesBack) expect(ids).toHaveLength(caller.maxTokens);
        expect(await worstGap(promptOf(caller), ids)).toBeLessThan(1e-4);
      }
      // The last who left is swept out after the step under way.
      await expect.poll(() => engine.stats()).toMatchObject({ running: 0, waiting: 0 });
    }),
    { numRuns: 25 },
  );
  const { prefix } = engine.stats();
  expect(prefix.hitTokens).toBeGreaterThan(0);
  expect(prefix.evictedBlocks).toBeGreaterThan(0);
}, 120_000);
