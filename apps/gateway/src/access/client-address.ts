import type { IncomingHttpHeaders } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/**
 * The address a request came from. Behind `trustedProxies` proxies it is the entry that the outermost of them added to
 * X-Forwarded-For; everything left of it was written by the client and is not believed.
 */
export function clientAddress(
  headers: IncomingHttpHeaders,
  remoteAddress: string | undefined,
  trustedProxies: number,
): string {
  const direct = remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return direct;
  const forwarded = listed(headers['x-forwarded-for']);
  const added = forwarded.at(-Math.min(trustedProxies, forwarded.length));
  return added === undefined ? direct : withoutPort(added);
}

/** Some proxies add the port, which is another one with each connection: `192.0.2.7:50001`, `[2001:db8::1]:443`. */
function withoutPort(address: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? address.replace(/^([\d.]+):\d+$/, '$1');
}

/** What limits count by: an IPv4 address, or the /64 that one IPv6 customer has to itself. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? [];
  const left = head.split(':').filter(Boolean);
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right].map((group) => Number.parseInt(group, 16));
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 6).join() === '0,0,0,0,0,65535';
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** One that somebody may have as a whole. */
export interface Network {
  size: '/24' | '/56' | '/48';
  key: string;
}

/**
 * The networks that an address is in, the smallest first: at home one often has a /56, and a company, or whoever rents one, a /48; of
 * IPv4 a /24 is the least that is passed on.
 * @param key as {@link addressKey} has it; what is no address is in none
 */
export function networksOf(key: string): Network[] {
  if (isIPv4(key)) return [{ size: '/24', key: `${key.split('.').slice(0, 3).join('.')}.0/24` }];
  const [, high, low = ''] = /^((?:[\da-f]{1,4}:){3})([\da-f]{1,4})::\/64$/.exec(key) ?? [];
  if (high === undefined) return [];
  const subnet = (Number.parseInt(low, 16) & 0xff00).toString(16);
  return [
    { size: '/56', key: `${high}${subnet}::/56` },
    { size: '/48', key: `${high}:/48` },
  ];
}

/** The largest of them, or the address itself. */
export const networkOf = (key: string): string => networksOf(key).at(-1)?.key ?? key;

/** What limits count a request by. */
export const addressKeyOf = (
  { headers, socket }: { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } },
  { trustedProxies }: { trustedProxies: number },
): string => addressKey(clientAddress(headers, socket.remoteAddress, trustedProxies));

/** The values of a header that proxies append to. */
export function listed(header: string | string[] | undefined): string[] {
  return (Array.isArray(header) ? header : [header ?? ''])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
