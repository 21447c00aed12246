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
  const limits = limitsOf({ ADDRESS_PERSON_WISHES_PER_DAY: '50' });
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
  await expect(wish('shop')).rejects.toMatchObject({ code: 'person_limit_reached', retryAfterMs: expect.any(Number) });
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

/** Ever other addresses of an IPv6 /56, of a /48, and of all. */
const inNetwork = (place: number) => `2001:db8:1:${place.toString(16)}::/64`;
const inCompany = (place: number) => `2001:db8:1:${(place << 8).toString(16)}::/64`;
const anywhere = (place: number) => `2001:db8:${place.toString(16)}:0::/64`;

test('whoever has a network does not have a limit for each of its addresses', async () => {
  const limits = limitsOf({
    ADDRESS_MESSAGES_PER_DAY: '5',
    ADDRESS_MINTS_PER_MINUTE: '2',
    ADDRESS_UPLOADS_PER_DAY: '4',
  });
  const ever = (addressOf: (place: number) => string, ask: (address: string) => Promise<void>) => {
    let place = 0;
    return letIn(100, () => ask(addressOf(place++)));
  };
  const share = (site: string) => (address: string) => limits.shareOfDay(site, address);
  expect(await ever(inNetwork, share('a'))).toBe(10);
  expect(await ever(inCompany, share('b'))).toBe(20);
  expect(await ever((place) => `192.0.2.${place}`, share('c'))).toBe(20);
  expect(await ever(anywhere, share('d'))).toBe(100);
  expect(await ever(inNetwork, (address) => limits.mint('ticket', address))).toBe(8);
  expect(await ever(inCompany, (address) => limits.upload(address, 'a'))).toBe(8);
  // One address alone has what it always had.
  expect(await letIn(100, () => limits.shareOfDay('e', inNetwork(1)))).toBe(5);
});

test('wishes for a person count by their network, too', async () => {
  const limits = limitsOf({ ADDRESS_PERSON_WISHES_PER_DAY: '2' });
  let place = 0;
  const wish = async () => {
    const address = inCompany(place++);
    await limits.personWish(address, 'shop');
    await limits.personWishBegan(address, 'shop');
  };
  expect(await letIn(50, wish)).toBe(8);
  await expect(wish()).rejects.toMatchObject({ code: 'person_limit_reached' });
});

test('ratings and the like have a day’s share of an address at each site', async () => {
  const limits = limitsOf({ ADDRESS_MESSAGES_PER_DAY: '5' });
  let visitor = 0;
  const rate = (site: string, address: string) => limits.feedback(`visitor-${visitor++}`, address, site);
  expect(await letIn(20, () => rate('shop', inNetwork(1)))).toBe(5);
  await expect(rate('shop', inNetwork(1))).rejects.toMatchObject({ code: 'site_limit_reached' });
  await rate('shop', anywhere(2));
  await rate('other shop', inNetwork(1));
});

test('who tries an account from one network, or from ever so many, keeps nobody from it who is signed in from theirs', async () => {
  const limits = limitsOf({ ADDRESS_SIGN_INS_PER_MINUTE: '10' });
  const stranger = async () => false;
  let place = 0;
  const tryFrom = (addressOf: (place: number) => string) =>
    letIn(200, () => limits.account('Ada@x', addressOf(place++), stranger));
  expect(await tryFrom(inCompany)).toBe(40);
  // One network leaves strangers some.
  expect(await tryFrom(anywhere)).toBe(10);
  const isTheirs = vi.fn(async () => true);
  expect(await letIn(20, () => limits.account('ada@x', '192.0.2.1', isTheirs))).toBe(10);
  expect(isTheirs).toHaveBeenCalledTimes(10);
  await expect(limits.account('ada@x', '192.0.3.1', stranger)).rejects.toMatchObject({ code: 'rate_limited' });
  // Strangers are put off for seconds, and that network for its minute.
  vi.advanceTimersByTime(30_001);
  await limits.account('ada@x', '192.0.3.1', stranger);
  await expect(limits.account('ada@x', inCompany(99), stranger)).rejects.toMatchObject({ code: 'rate_limited' });
});

test('an address asks about ten orders of a site in a minute, and sixty in a day; a site’s own server about sixty in a minute', async () => {
  const limits = limitsOf();
  const ask = (siteId: string, address: string | null) => letIn(100, () => limits.orderLookUp(siteId, address));
  expect([await ask('shop', 'a'), await ask('shop', 'b'), await ask('other shop', 'a')]).toEqual([10, 10, 10]);
  expect([await ask('shop', null), await ask('other shop', null)]).toEqual([60, 60]);
  let more = 10;
  for (let minute = 0; minute < 10; minute += 1) {
    vi.advanceTimersByTime(60_001);
    more += await ask('shop', 'a');
  }
  expect(more).toBe(60);
  vi.advanceTimersByTime(86_400_000);
  expect(await ask('shop', 'a')).toBe(10);
  let place = 0;
  expect(await letIn(100, () => limits.orderLookUp('third shop', inCompany(place++)))).toBe(40);
});
