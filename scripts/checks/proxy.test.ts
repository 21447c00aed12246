import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { repository } from '../repository.mjs';
import { proxyProblems } from './proxy.mjs';

const ours = readFileSync(join(repository, 'docker-compose.yml'), 'utf8');

it('accepts the file of this repository', () => {
  expect(proxyProblems(parse(ours).services)).toEqual([]);
});

it.each<[string, (text: string) => string, string]>([
  ['a gateway that the proxy is not told of', (text) => text.replace(' gateway-2:3000', ''), 'not told of gateway-2'],
  [
    'a gateway at another port than the proxy thinks',
    (text) => text.replace('PORT: 3000', 'PORT: 3009'),
    'proxy is told of gateway:3000, where no gateway is',
  ],
  [
    'a gateway that takes the proxy for the customer',
    (text) => text.replace('TRUST_PROXY:-1', 'TRUST_PROXY:-0'),
    'gateway does not trust the proxy',
  ],
  [
    'a variable that the Caddyfile does not read',
    (text) => text.replace('SITE_ADDRESS: $', 'SITE_NAME: $'),
    'proxy gets SITE_NAME, which its Caddyfile does not know',
  ],
  ['a proxy that is missing', (text) => text.replace('\n  proxy:', '\n  proxies:'), 'service proxy is missing'],
])('catches %s', (_name, broken, problem) => {
  const text = broken(ours);
  expect(text).not.toBe(ours);
  expect(proxyProblems(parse(text).services).join('\n')).toContain(problem);
});
