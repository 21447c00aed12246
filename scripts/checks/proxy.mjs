import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../repository.mjs';
import { substituted } from './substituted.mjs';

/**
 * What is wrong between the proxy and the gateways behind it: it knows them by name, one that it is not told of gets no
 * customers, and one that does not trust it takes it for the customer.
 *
 * @param {Record<string, any>} services of docker-compose.yml
 * @returns {string[]} a sentence each
 */
export function proxyProblems({ proxy, ...services }) {
  if (!proxy) return ['service proxy is missing'];
  const caddyfile = readFileSync(join(repository, 'scripts/proxy/Caddyfile'), 'utf8');
  const passed = substituted(proxy.environment ?? {});
  const known = new Set([...caddyfile.matchAll(/\{\$(\w+)/g)].map(([, name]) => name));
  const told = new Set((passed.GATEWAYS ?? '').split(' '));
  const gateways = Object.keys(services).filter((name) => /^gateway(-|$)/.test(name));
  const addresses = gateways.map((name) => [name, `${name}:${services[name].environment?.PORT}`]);
  return [
    ...Object.keys(passed)
      .filter((name) => !known.has(name))
      .map((name) => `proxy gets ${name}, which its Caddyfile does not know`),
    ...addresses.filter(([, address]) => !told.has(address)).map(([name]) => `proxy is not told of ${name}`),
    ...[...told]
      .filter((address) => !addresses.some(([, known]) => known === address))
      .map((address) => `proxy is told of ${address}, where no gateway is`),
    ...gateways
      .filter((name) => Number(substituted(services[name].environment ?? {}).TRUST_PROXY ?? 0) < 1)
      .map((name) => `${name} does not trust the proxy in front of it`),
  ];
}
