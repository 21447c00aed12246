import { expect, it } from 'vitest';
import { startTakeOver } from './take-over.ts';

type Options = Parameters<typeof startTakeOver>[0];

/** Starts it where workers are seen as in `looks`, the last of which stays, and ending leases fails `failures` times. */
async function takeOver({ looks, failures }: { looks: string[][]; failures: number }) {
  let looked = 0;
  let attempts = 0;
  const released: string[] = [];
  const database = {
    $queryRaw: async ({ raw }: TemplateStringsArray, ...values: unknown[]) => {
      if (!raw.join().includes('connected')) return (values.flat() as string[]).slice(-1).map((id) => ({ id }));
      const connected = looks[Math.min(looked, looks.length - 1)];
      looked += 1;
      return [{ serverStartedAt: 1, atMs: Date.now(), connected, leaseRanOut: false }];
    },
    $executeRaw: async () => {
      attempts += 1;
      if (attempts <= failures) throw new Error('deadlock detected');
      return 0;
    },
  };
  const queue = { release: async (workerId: string) => released.push(workerId) };
  const logger = { error: () => {}, warn: () => {} };
  const stop = startTakeOver({ database, queue, logger } as unknown as Options);
  await expect.poll(() => looked).toBeGreaterThan(looks.length + failures + 1);
  await stop();
  return { attempts, released };
}

it('a worker that is gone is dealt with until that has worked, and then no more', async () => {
  const { attempts, released } = await takeOver({ looks: [['one'], [], []], failures: 2 });
  expect(attempts).toBe(3);
  expect(released).toEqual(['one']);
});

it('one that is back meanwhile is left alone', async () => {
  const { attempts, released } = await takeOver({ looks: [['one'], [], [], ['one']], failures: 1 });
  expect(attempts).toBe(1);
  expect(released).toEqual([]);
});
