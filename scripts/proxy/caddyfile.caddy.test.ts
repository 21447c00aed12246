import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../repository.mjs';
import { findCaddy } from '../testing/caddy.mjs';

test('who has come by TLS is told to come by nothing else', () => {
  const program = findCaddy();
  if (!program) throw new Error('there is no Caddy');
  const adapted = execFileSync(program, ['adapt', '--config', join(repository, 'scripts/proxy/Caddyfile')], {
    encoding: 'utf8',
    env: { ...process.env, SITE_ADDRESS: 'chat.example' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [site] = JSON.parse(adapted).apps.http.servers.srv0.routes;
  // The first: what is answered by one of the others has it, too.
  expect(site.handle[0].routes[0]).toEqual({
    match: [{ protocol: 'https', not: [{ host: ['localhost'] }] }],
    handle: [{ handler: 'headers', response: { set: { 'Strict-Transport-Security': ['max-age=31536000'] } } }],
  });
});
