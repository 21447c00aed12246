import { expect, it } from 'vitest';
import { ownMemory } from './own-memory.ts';

it('grows with what is taken, and is no more than all that is in memory', () => {
  const before = ownMemory();
  const taken = Buffer.alloc(64 * 2 ** 20, 1);
  const after = ownMemory();
  expect(after - before).toBeGreaterThan(0.9 * taken.length);
  expect(after).toBeLessThanOrEqual(process.memoryUsage().rss);
});
