import { expect, test } from 'vitest';
import { addressKey } from '../access/client-address.ts';
import { NetworkCounts } from './network-counts.ts';

const shares = { '/24': 2, '/56': 3, '/48': 4 };

/** How many of them have room, one after another, where an address has room for one. */
function taken(addresses: string[]): number {
  const counts = new NetworkCounts(1, shares);
  return addresses.filter((address) => {
    const places = counts.placesOf(addressKey(address));
    const fits = counts.haveRoom(places, 1);
    if (fits) counts.add(places, 1);
    return fits;
  }).length;
}
const each = (count: number, address: (n: number) => string) => Array.from({ length: count }, (_, n) => address(n));

test.each([
  ['one address', each(9, () => '192.0.2.7'), 1],
  ['an IPv6 /64', each(9, (n) => `2001:db8::${n}`), 1],
  ['a /24', each(9, (n) => `192.0.2.${n}`), 2],
  ['a /56', each(9, (n) => `2001:db8:0:${n}::1`), 3],
  ['a /48', each(9, (n) => `2001:db8:0:${n}00::1`), 4],
  ['what is no address', each(9, () => 'unknown'), 1],
  ['several networks', each(9, (n) => `192.0.${n}.7`), 9],
])('of %s only so many have room', (_, addresses, count) => {
  expect(taken(addresses)).toBe(count);
});

test('what is given back is there again, and a part is a part', () => {
  const counts = new NetworkCounts(10, shares);
  const places = counts.placesOf('192.0.2.7');
  counts.add(places, 5);
  expect([counts.haveRoom(places, 5), counts.haveRoom(places, 6)]).toEqual([true, false]);
  expect([counts.haveRoom(places, 0, 0.5), counts.haveRoom(places, 1, 0.5)]).toEqual([true, false]);
  counts.add(places, -5);
  expect(counts.haveRoom(places, 10)).toBe(true);
});
