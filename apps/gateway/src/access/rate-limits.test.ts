import { CodedError } from '@frontdesk/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { envSchema } from '../env.ts';
import { createRateLimits } from './rate-limits.ts';

const limitsOf = (variables: Record<string, string> = {}) =>
  createRateLimits(
    envSchema.parse({ DATABASE_URL: 'postgresql://localhost/none', SECRET: 'x'.repeat(32), ...variables }),
  );

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How many of `times` are let in. */
async function letIn(times: number, consume: () => Promise<void>): Promise<number> {
  let count = 0;
  for (let time = 0; time < times; time += 1) {
    try {
      await consume();
      count += 1;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
    }
  }
  return count;
}

test('wishes for a person that begin conversations have a day’s share of an address at each site', async () => {
  const limits = limitsOf();
  const wish = async (siteId: string, address = 'a') => {
    await limits.personWish(address, siteId);
    await limits.personWishBegan(address, siteId);
  };
  let begun = 0;
  for (let minute = 0; minute < 10; minute += 1) {
    begun += await letIn(25, () => wish('shop'));
    vi.advanceTimersByTime(60_001);
  }
  expect(begun).toBe(50);
  await expect(wish('shop')).rejects.toMatchObject({ code: 'site_limit_reached', retryAfterMs: expect.any(Number) });
  await wish('other shop');
  await wish('shop', 'b');
  vi.advanceTimersByTime(86_400_000);
  await wish('shop');
});

test('wishes for a person that are refused use up nothing of the day of whoever else is behind their address', async () => {
  const limits = limitsOf();
  for (let minute = 0; minute < 10; minute += 1) {
    expect(await letIn(25, () => limits.personWish('a', 'shop'))).toBe(20);
    vi.advanceTimersByTime(60_001);
  }
});

test('a site that allows an address less keeps the share of its day that an address has; one that allows more has a server', async () => {
  const limits = limitsOf({ ADDRESS_MESSAGES_PER_DAY: '2', ADDRESS_MESSAGES_PER_MINUTE: '10' });
  const shares = (id: string, httpMessagesPerMinute: number | null) =>
    letIn(5, () => limits.shareOfDay(id, 'a', { id, httpMessagesPerMinute }));
  expect([await shares('usual', null), await shares('less', 5), await shares('more', 11)]).toEqual([2, 2, 5]);
});
