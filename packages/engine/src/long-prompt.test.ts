import { afterEach, beforeEach, expect, test } from 'vitest';
import { collect, requestOf } from '../fixtures/requests.ts';
import { tinyModel } from '../fixtures/tiny.ts';
import { createEngine, type Engine } from './engine.ts';
import type { SequenceRequest } from './sequence-request.ts';

const long = Array.from({ length: 480 }, (_, index) => (index * 53 + 1) % 128);
const short = [9, 8, 7, 6, 5, 4, 3, 2];
let watched: Engine;
let onStep: () => void;
beforeEach(async () => {
  onStep = () => {};
  const sizes = { slots: 4, capacityTokens: 600, maxChunkTokens: 16 };
  watched = await createEngine({ ...tinyModel, ...sizes, threads: 1, onStep: () => onStep() });
});
afterEach(() => watched.close());
const ask = (changes: Partial<SequenceRequest>) => collect(watched.generate(requestOf(changes)));
/** Resolves after so many further runs of the model. */
const runs = (count: number) =>
  new Promise<void>((resolve) => {
    onStep = () => {
      if (--count === 0) resolve();
    };
  });

test('lets a short one past, in the middle of a chunked prefill, and nobody has other ids than alone', async () => {
  const beside = [[1], [2]].map((promptIds) => ask({ promptIds, maxTokens: 200 }));
  const first: string[] = [];
  const asked = (name: string, promptIds: number[]) =>
    ask({ promptIds, allowedNext: (ids) => void (ids.length === 1 && first.push(name)) });
  const longRun = asked('long', long);
  await runs(8);
  const shortRun = asked('short', short);
  const [longOne, shortOne] = await Promise.all([longRun, shortRun]);
  expect(first).toEqual(['short', 'long']);
  const others = await Promise.all(beside);
  const plain = await createEngine({ ...tinyModel, capacityTokens: 600, threads: 1 });
  const alone = (changes: Partial<SequenceRequest>) => collect(plain.generate(requestOf(changes)));
  expect(longOne.ids).toEqual((await alone({ promptIds: long })).ids);
  expect(shortOne.ids).toEqual((await alone({ promptIds: short })).ids);
  for (const [index, other] of others.entries()) {
    expect(other.ids).toEqual((await alone({ promptIds: [index + 1], maxTokens: 200 })).ids);
  }
  await plain.close();
});

test('counts as short when it is mostly kept', async () => {
  const system = long.slice(0, 320).toReversed();
  await ask({ promptIds: system, maxTokens: 1 });
  const finished: string[] = [];
  const longRun = ask({ promptIds: long, maxTokens: 1 }).then(() => finished.push('long'));
  await runs(3);
  const cached = ask({ promptIds: [...system, 1, 2, 3], maxTokens: 1 }).then(() => finished.push('cached'));
  const unknown = ask({ promptIds: long.slice(0, 320).map((id) => (id + 1) % 128), maxTokens: 1 });
  await Promise.all([longRun, cached, unknown]);
  expect(finished).toEqual(['cached', 'long']);
});

test('one that is kept to its end still has its last tokens read, and is as long as these', async () => {
  const kept = long.slice(0, 64).toReversed();
  await ask({ promptIds: kept, maxTokens: 1 });
  const finished: string[] = [];
  // Of the 36 tokens 20 are left when the other could go past, which has 16.
  const first = ask({ promptIds: long.slice(0, 36), maxTokens: 1 }).then(() => finished.push('first'));
  const second = ask({ promptIds: kept, maxTokens: 1 }).then(() => finished.push('kept'));
  await Promise.all([first, second]);
  expect(finished).toEqual(['first', 'kept']);
});

test('is read after at most as many tokens of others as it has itself', async () => {
  let isRead = false;
  let passed = 0;
  const longRun = ask({ promptIds: long, maxTokens: 1 }).then(() => {
    isRead = true;
  });
  await runs(2);
  const oneAfterTheOther = async (first: number) => {
    for (let next = first; !isRead && next < 10_000; next += 100) {
      const promptIds = Array.from({ length: 24 }, (_, index) => (next * (index + 1) + index * index) % 128);
      await ask({ promptIds, maxTokens: 1 });
      if (!isRead) passed++;
    }
  };
  await Promise.all([1, 2, 3].map(oneAfterTheOther));
  await longRun;
  expect(passed).toBeGreaterThan(10);
  expect(passed).toBeLessThanOrEqual(480 / 24);
});

test('leaves when it is cancelled while it waits for a shorter one', async () => {
  const control = new AbortController();
  const longRun = ask({ promptIds: long, signal: control.signal });
  await runs(2);
  const shortRun = ask({ promptIds: long.slice(0, 100).toReversed(), maxTokens: 30 });
  await runs(2);
  control.abort();
  expect((await longRun).result).toMatchObject({ finishReason: 'cancelled', prefillMs: 0 });
  expect((await shortRun).ids).toHaveLength(30);
  expect(watched.stats()).toMatchObject({ running: 0, waiting: 0 });
});
