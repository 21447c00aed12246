import type { EngineStats } from '@frontdesk/engine';
import { expect, it } from 'vitest';
import { createWorkerMetrics } from './worker-metrics.ts';

const statsOf = (tokens: number): EngineStats => ({
  ...{ running: 0, waiting: 0 },
  prefix: {
    ...{ askedTokens: tokens, hitTokens: tokens / 2, evictedBlocks: 0, savedMs: 0 },
    ...{ blocks: 0, budgetBlocks: 0, pinnedBlocks: 0, bytes: 0 },
  },
});

it('goes on counting where the engine begins anew, as it does after it was warmed', async () => {
  let stats = statsOf(1_000);
  const metrics = createWorkerMetrics({ running: () => 0, engine: () => stats });
  const asked = async () =>
    Number(/^frontdesk_worker_prefix_cache_queries_total (\d+)$/m.exec(await metrics.expose())?.[1]);
  expect(await asked()).toBe(1_000);
  stats = statsOf(0);
  expect(await asked()).toBe(1_000);
  stats = statsOf(300);
  expect(await asked()).toBe(1_300);
  // Nobody has looked in between.
  stats = statsOf(100);
  expect(await asked()).toBe(1_400);
});
