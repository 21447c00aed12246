import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { DocumentError } from '../document-error.ts';

/**
 * Whether an IP address is one of the public internet: none of a private, local, carrier's or reserved network, also not
 * written as IPv6 (mapped, translated, tunnelled).
 */
export function isPublicAddress(address: string): boolean {
  // A zone (fe80::1%eth0) is of a local network by itself.
  if (isIP(address) === 0 || address.includes('%')) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  // What is routed today; all else is reserved, or translates into IPv4.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.IPv6.parse('2000::'), 3);
}

/** Which addresses may be connected to although they are not public: for tests, of their own server. */
export type AllowedAddress = (host: string, port: number) => boolean;

export function privateAddress(host: string): DocumentError {
  return new DocumentError(
    'private_address',
    `${host} is not on the public internet. Only public web sites are imported.`,
  );
}

/**
 * A resolver that gives only public addresses, to the very connection that is made to them: a name that says something
 * else when it is asked again changes nothing. One private address among them refuses the name.
 * A host that is an IP address is never looked up: whoever connects checks that himself.
 */
export function publicLookup(resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 4);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        return done(privateAddress(hostname), '', 4);
      if (options.all) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}
