import { expect, test } from 'vitest';
import { advisoryLocks } from './advisory-locks.ts';

test('no two things share a lock: rolling up minutes would keep an autoscaler from deciding', () => {
  const keys = Object.values(advisoryLocks);
  expect(new Set(keys).size).toBe(keys.length);
});
