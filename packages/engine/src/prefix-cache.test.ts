import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrefixCache, type PrefixLease, type PrefixRoom } from './prefix-cache.ts';

const blockTokens = 4;
/** A number per id: what a block holds is the ids of its whole prefix, as far as they fit. */
const blockFloats = 64;
const blockBytes = blockFloats * 4;

const cacheOf = (blocks: number, hash?: (parent: number, ids: readonly number[]) => number) =>
  new PrefixCache({
    blockTokens,
    blockBytes,
    allocate: () => new Float32Array(blockFloats),
    budgetBytes: blocks * blockBytes,
    ...(hash ? { hash } : {}),
  });

function fill({ position, blocks }: PrefixRoom<Float32Array>, ids: readonly number[]): void {
  for (const [index, block] of blocks.entries()) block.fill(-1).set(ids.slice(0, position + (index + 1) * blockTokens));
}

function expectContents({ blocks, tokens }: PrefixLease<Float32Array>, ids: readonly number[]): void {
  expect(blocks.length * blockTokens).toBe(tokens);
  for (const [index, block] of blocks.entries()) {
    const prefix = ids.slice(0, (index + 1) * blockTokens);
    expect([...block.slice(0, prefix.length + 1)]).toEqual([...prefix, -1]);
  }
}

function keep(cache: PrefixCache<Float32Array>, ids: readonly number[], owner?: string): void {
  const room = cache.makeRoom(ids, owner);
  fill(room, ids);
  room.commit();
}

/** What is said to be dropped is what is there no more. */
function expectForgotten(cache: PrefixCache<Float32Array>, owner: string): void {
  const before = cache.stats;
  const { blocks, bytes } = cache.forget(owner);
  expect(cache.stats).toEqual({ ...before, blocks: before.blocks - blocks });
  expect(bytes).toBe(blocks * blockBytes);
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

test('gives up what nobody holds, and takes no more than it may after that', () => {
  const cache = cacheOf(10);
  keep(cache, range(0, 40));
  const pinned = cache.pin(range(0, 8));
  cache.makeRoom(range(100, 8)).abandon();
  expect(cache.giveUp()).toHaveLength(8);
  expect(cache.stats).toMatchObject({ blocks: 2, pinnedBlocks: 2, bytes: 2 * blockBytes, budgetBlocks: 10 });
  expect(cache.giveUp()).toHaveLength(0);
  cache.limit(() => 3.5 * blockBytes);
  keep(cache, range(50, 40));
  expect(cache.stats).toMatchObject({ blocks: 5, budgetBlocks: 5 });
  cache.check({ idle: false });
  cache.limit((bytes) => {
    expect(bytes).toBe(5 * blockBytes);
    return -1;
  });
  expect(cache.stats.budgetBlocks).toBe(5);
  // Where there is memory again it may have as much as it was made for.
  cache.limit(() => 4 * blockBytes);
  expect(cache.stats.budgetBlocks).toBe(9);
  cache.limit(() => 100 * blockBytes);
  expect(cache.stats.budgetBlocks).toBe(10);
  pinned.release();
  expect(cache.giveUp()).toHaveLength(5);
  cache.check({ idle: true });
});

test('finds whole blocks of a prefix, up to the limit', () => {
  const cache = cacheOf(10);
  keep(cache, range(0, 15));
  expect(cache.stats).toMatchObject({ blocks: 3, bytes: 3 * blockBytes });
  for (const [ids, mostTokens, tokens] of [
    [range(0, 15), 15, 12],
    [range(0, 12), 11, 8],
    [[...range(0, 6), 99], 7, 4],
    [range(1, 12), 12, 0],
    // The second block of the prefix is not found as a first one.
    [range(4, 8), 8, 0],
  ] as const) {
    const lease = cache.lookUp(ids, mostTokens);
    expect(lease.tokens).toBe(tokens);
    expectContents(lease, ids);
    lease.release();
  }
  expect(cache.stats).toMatchObject({ askedTokens: 15 + 12 + 7 + 12 + 8, hitTokens: 24 });
});

test('the end of what was used longest ago goes first', () => {
  const cache = cacheOf(5);
  keep(cache, range(0, 8));
  keep(cache, range(100, 12));
  cache.lookUp(range(0, 8), 8).release();
  keep(cache, range(200, 4));
  expect([range(0, 8), range(100, 12), range(200, 4)].map((ids) => cache.keptTokens(ids))).toEqual([8, 8, 4]);
  keep(cache, range(300, 8));
  expect([range(0, 8), range(100, 12), range(200, 4)].map((ids) => cache.keptTokens(ids))).toEqual([8, 0, 4]);
  expect(cache.stats).toMatchObject({ blocks: 5, evictedBlocks: 3 });
});

test('what is forgotten is found no more; what others go on from stays as long as they do; memory is used again', () => {
  const cache = cacheOf(8);
  keep(cache, range(0, 4));
  keep(cache, range(0, 16), 'ann');
  keep(cache, [...range(0, 8), ...range(50, 4)], 'bob');
  expect(cache.owners).toEqual(new Set(['ann', 'bob']));
  // The first block is nobody's, the second one Bob's as well.
  expect(cache.forget('ann')).toEqual({ blocks: 2, bytes: 2 * blockBytes });
  expect(cache.keptTokens(range(0, 16))).toBe(8);
  expect(cache.keptTokens([...range(0, 8), ...range(50, 4)])).toBe(12);
  expect(cache.forget('ann').blocks).toBe(0);
  expect(cache.owners).toEqual(new Set(['bob']));
  expect(cache.forget('bob').blocks).toBe(2);
  expect(cache.keptTokens(range(0, 16))).toBe(4);
  expect(cache.forget('ann').blocks).toBe(0);
  cache.check({ idle: true });
  keep(cache, range(100, 28));
  expect(cache.stats).toMatchObject({ blocks: 8, evictedBlocks: 0 });
});

test('what others have used since is theirs, and what somebody without a name has used is nobody’s', () => {
  const cache = cacheOf(8);
  keep(cache, range(0, 8), 'ann');
  keep(cache, range(0, 12), 'bob');
  expect(cache.owners).toEqual(new Set(['bob']));
  expect(cache.forget('ann').blocks).toBe(0);
  cache.lookUp(range(0, 8), 8, 'cid').release();
  // His last block follows those.
  expect(cache.forget('bob').blocks).toBe(1);
  expect(cache.keptTokens(range(0, 12))).toBe(8);
  expect(cache.forget('cid').blocks).toBe(2);
  keep(cache, range(0, 8), 'ann');
  keep(cache, range(0, 12), 'bob');
  keep(cache, range(0, 8), 'ann');
  // To be forgotten as soon as Bob goes on from it no more: but then it is used.
  expect(cache.forget('ann').blocks).toBe(0);
  cache.lookUp(range(0, 8), 8).release();
  expect(cache.forget('bob').blocks).toBe(1);
  expect(cache.forget('ann').blocks).toBe(0);
  expect(cache.keptTokens(range(0, 12))).toBe(8);
  cache.check({ idle: true });
});

test('what is refreshed is nobody’s and goes last, and nothing was asked for', () => {
  const cache = cacheOf(4);
  keep(cache, range(0, 8), 'ann');
  keep(cache, range(100, 8));
  expect(cache.refresh(range(0, 10))).toBe(8);
  expect(cache.stats).toMatchObject({ askedTokens: 0, hitTokens: 0 });
  expect(cache.forget('ann').blocks).toBe(0);
  keep(cache, range(200, 8));
  expect([0, 100, 200].map((from) => cache.keptTokens(range(from, 8)))).toEqual([8, 0, 8]);
  cache.check({ idle: true });
});

test('what is pinned is forgotten when it is let go of', () => {
  const cache = cacheOf(3);
  keep(cache, range(0, 12), 'ann');
  const pin = cache.pin(range(0, 8));
  expect(cache.forget('ann').blocks).toBe(1);
  expect(cache.keptTokens(range(0, 12))).toBe(8);
  pin.release();
  expect(cache.stats).toMatchObject({ blocks: 0, evictedBlocks: 0 });
  cache.check({ idle: true });
});

test('what is forgotten goes with the last that goes on from it, also where that is evicted', () => {
  const cache = cacheOf(3);
  keep(cache, range(0, 12), 'bob');
  keep(cache, range(0, 8), 'ann');
  expect(cache.forget('ann').blocks).toBe(0);
  keep(cache, range(100, 4));
  expect(cache.keptTokens(range(0, 12))).toBe(0);
  expect(cache.stats).toMatchObject({ blocks: 1, evictedBlocks: 1 });
  cache.check({ idle: true });
});

test('what is pinned or held stays, and what finds no room is not kept', () => {
  const cache = cacheOf(3);
  keep(cache, range(0, 8));
  const pin = cache.pin(range(0, 8));
  keep(cache, range(100, 4));
  const lease = cache.lookUp(range(100, 4), 4);
  keep(cache, range(200, 4));
  expect([0, 100, 200].map((from) => cache.keptTokens(range(from, 8)))).toEqual([8, 4, 0]);
  expect(cache.stats.pinnedBlocks).toBe(2);
  lease.release();
  keep(cache, range(200, 4));
  expect([0, 100, 200].map((from) => cache.keptTokens(range(from, 8)))).toEqual([8, 0, 4]);
  pin.release();
  keep(cache, range(300, 12));
  expect(cache.keptTokens(range(300, 12))).toBe(12);
  cache.check({ idle: true });
});

test('where there is no memory for a block, that of others is taken; where there is none either, nothing is kept', () => {
  let left = 2;
  const allocate = () => {
    if (left-- <= 0) throw new Error('out of memory');
    return new Float32Array(blockFloats);
  };
  const cache = new PrefixCache({ blockTokens, blockBytes, allocate, budgetBytes: 10 * blockBytes });
  keep(cache, range(0, 12));
  expect(cache.stats).toMatchObject({ blocks: 2, bytes: 2 * blockBytes, evictedBlocks: 0 });
  keep(cache, range(100, 4));
  expect([0, 100].map((from) => cache.keptTokens(range(from, 12)))).toEqual([4, 4]);
  const pins = [0, 100].map((from) => cache.pin(range(from, 4)));
  keep(cache, range(200, 4));
  expect(cache.keptTokens(range(200, 4))).toBe(0);
  for (const pin of pins) pin.release();
  cache.check({ idle: true });
});

test('a cache without a budget keeps nothing', () => {
  const cache = cacheOf(0);
  keep(cache, range(0, 20));
  expect(cache.lookUp(range(0, 20), 20).tokens).toBe(0);
});

/** Few different ids, so that prefixes are shared; lengths around whole blocks. */
const arbitraryIds = fc.array(fc.nat(1), { maxLength: 18 });
const operation = fc.record({
  kind: fc.constantFrom('keep', 'make room', 'settle', 'look up', 'refresh', 'let go', 'pin', 'unpin', 'forget'),
  ids: arbitraryIds,
  choice: fc.nat(20),
});

const budgets = fc.integer({ min: 0, max: 12 });
/** Undefined: some blocks are nobody's. */
const someOwners: fc.Arbitrary<(string | undefined)[]> = fc.constantFrom(['ann', 'bob'], ['ann', 'bob', undefined]);

test.each<[string, ((parent: number, ids: readonly number[]) => number) | undefined]>([
  ['with its hash', undefined],
  ['with a hash of many collisions', (parent, ids) => (parent * 3 + ids.reduce((sum, id) => sum + id, 1)) % 11],
])('random operations, %s: accounts are exact, blocks are used for their own tokens only, nothing leaks', (_, hash) => {
  fc.assert(
    fc.property(budgets, someOwners, fc.array(operation, { maxLength: 80 }), (budget, owners, operations) => {
      const cache = cacheOf(budget, hash);
      const rooms: { room: PrefixRoom<Float32Array>; ids: number[] }[] = [];
      const leases: { lease: PrefixLease<Float32Array>; ids: number[] }[] = [];
      const pins: { lease: PrefixLease<Float32Array>; ids: number[] }[] = [];
      const take = <T>(list: T[], choice: number) => list.splice(choice % (list.length || 1), 1)[0];
      let asked = 0;
      let hit = 0;
      for (const { kind, ids, choice } of operations) {
        const owner = owners[choice % owners.length];
        if (kind === 'keep') keep(cache, ids, owner);
        if (kind === 'make room') rooms.push({ room: cache.makeRoom(ids, owner), ids });
        if (kind === 'settle') {
          const made = take(rooms, choice);
          if (made) fill(made.room, made.ids);
          if (choice % 3 === 0) made?.room.abandon();
          else made?.room.commit();
        }
        if (kind === 'look up') {
          const kept = cache.keptTokens(ids);
          const lease = cache.lookUp(ids, ids.length, owner);
          expect(lease.tokens).toBe(kept);
          asked += ids.length;
          hit += lease.tokens;
          leases.push({ lease, ids });
        }
        if (kind === 'refresh' && !owner) expect(cache.refresh(ids)).toBe(cache.keptTokens(ids));
        if (kind === 'let go') take(leases, choice)?.lease.release();
        if (kind === 'pin') pins.push({ lease: cache.pin(ids), ids });
        if (kind === 'unpin') take(pins, choice)?.lease.release();
        if (kind === 'forget' && owner) expectForgotten(cache, owner);
        cache.check({ idle: false });
        for (const { lease, ids: held } of [...leases, ...pins]) {
          expectContents(lease, held);
          expect(cache.keptTokens(held)).toBeGreaterThanOrEqual(lease.tokens);
        }
        expect(cache.stats).toMatchObject({ askedTokens: asked, hitTokens: hit });
        expect(cache.stats.bytes).toBeLessThanOrEqual(budget * blockBytes);
      }
      for (const { room } of rooms) room.abandon();
      for (const { lease } of [...leases, ...pins]) lease.release();
      for (const owner of owners) if (owner) expectForgotten(cache, owner);
      if (owners.every((owner) => owner !== undefined)) expect(cache.stats.blocks).toBe(0);
      cache.check({ idle: true });
    }),
    { numRuns: 300 },
  );
});
