import { describe, expect, test } from 'vitest';
import { addressKey, clientAddress, networkOf, networksOf } from './client-address.ts';

describe('clientAddress', () => {
  test.each([
    ['no proxy: what the client says of itself is not believed', '1.1.1.1', 0, '9.9.9.9'],
    ['one proxy: the entry that it added', '1.1.1.1, 2.2.2.2', 1, '2.2.2.2'],
    ['two proxies: the entry that the outer one added', '1.1.1.1, 2.2.2.2, 3.3.3.3', 2, '2.2.2.2'],
    ['fewer entries than proxies: the first', '2.2.2.2', 3, '2.2.2.2'],
    ['a proxy that adds the port', '2.2.2.2:50001', 1, '2.2.2.2'],
    ['one that adds it to IPv6', '[2001:db8::1]:443', 1, '2001:db8::1'],
    ['IPv6 has no port without brackets', '2001:db8::1:443', 1, '2001:db8::1:443'],
  ])('%s', (_, forwarded, proxies, expected) => {
    expect(clientAddress({ 'x-forwarded-for': forwarded }, '9.9.9.9', proxies)).toBe(expected);
  });

  test('a proxy that adds nothing: the connection’s own address', () => {
    expect(clientAddress({}, '9.9.9.9', 1)).toBe('9.9.9.9');
  });
});

describe('addressKey', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s counts as %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });

  test('two customers of one IPv6 network are one', () => {
    expect(addressKey('2001:db8:1:2::5')).toBe(addressKey('2001:db8:1:2:ffff::9'));
    expect(addressKey('2001:db8:1:2::5')).not.toBe(addressKey('2001:db8:1:3::5'));
  });
});

describe('networksOf', () => {
  test.each([
    ['2001:db8:1:2345:6::7', ['2001:db8:1:2300::/56', '2001:db8:1::/48']],
    ['2001:db8::1', ['2001:db8:0:0::/56', '2001:db8:0::/48']],
    ['192.0.2.7', ['192.0.2.0/24']],
    ['::ffff:192.0.2.7', ['192.0.2.0/24']],
    ['unknown', []],
  ])('%s is in %s', (address, networks) => {
    const key = addressKey(address);
    expect(networksOf(key).map((network) => network.key)).toEqual(networks);
    expect(networkOf(key)).toBe(networks.at(-1) ?? key);
  });

  test('what is no address, as a site’s id, is in none', () => {
    expect(networksOf('0193b2a4-7c1e-7000-8000-0123456789ab')).toEqual([]);
  });
});
