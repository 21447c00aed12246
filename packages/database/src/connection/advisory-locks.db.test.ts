import { expect, it } from 'vitest';
import { useTestDatabase } from '../testing/test-database.ts';
import { advisoryLocks, takeTurn } from './advisory-locks.ts';

const database = useTestDatabase();

const holds = async (lock: number) => (await database.$transaction((transaction) => takeTurn(transaction, lock))).held;

it('gives the turn to one transaction until it ends, and lets nobody wait', async () => {
  const { sweep, scaling } = advisoryLocks;
  await database.$transaction(async (transaction) => {
    expect((await takeTurn(transaction, sweep)).held).toBe(true);
    expect(await Promise.all([holds(sweep), holds(scaling)])).toEqual([false, true]);
  });
  expect(await holds(sweep)).toBe(true);
});
