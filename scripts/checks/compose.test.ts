import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { serverArguments } from '../postgres/server.mjs';
import { repository } from '../repository.mjs';
import { checkCompose } from './compose.mjs';
import { compareEnvironments } from './service-environments.ts';

const ours = readFileSync(join(repository, 'docker-compose.yml'), 'utf8');

it('accepts the file of this repository', async () => {
  expect(await checkCompose(ours)).toEqual([]);
});

it('takes nothing from whoever starts it that the manuals do not put into .env', () => {
  const manuals = ['README.md', 'scripts/OPERATIONS.md'].map((file) => readFileSync(join(repository, file), 'utf8'));
  const blocks = manuals.flatMap((text) =>
    [...text.matchAll(/^```(?:sh|ini)\n(.*?)^```/gms)].map(([, block]) => block),
  );
  const settings = blocks.filter((block) => block?.includes('.env')).join('\n');
  for (const [, name] of ours.matchAll(/\$\{(\w+)/g)) expect(settings).toMatch(new RegExp(`\\b${name}=`));
  // Who starts it in another shell passes nothing, and who starts it anew keeps the secrets.
  expect(manuals.join('\n')).not.toMatch(/export SECRET|SITE_ADDRESS=\S+ BIND/);
  expect(settings).toContain('test -e .env ||');
});

it('has PostgreSQL log no statement, as the embedded one does', () => {
  const { command } = parse(ours).services.postgres;
  const settings = serverArguments('', 0).filter((one) => /^(log_(min|error|checkpoints)|jit)/.test(one));
  expect(settings).toHaveLength(5);
  for (const setting of settings) expect(command).toContain(` -c ${setting} `);
});

it('finds its volumes again from whatever folder it is started', () => {
  expect(parse(ours).name).toBe('frontdesk');
});

it('has the Caddyfile in the image of the proxy', () => {
  expect(readFileSync(join(repository, 'Dockerfile'), 'utf8')).toMatch(
    / AS proxy\nCOPY scripts\/proxy\/Caddyfile \/etc\/caddy\/Caddyfile\n/,
  );
});

it.each<[string, (text: string) => string, string]>([
  ['text that is no YAML', (text) => text.replace('services:', 'services: ['), 'docker-compose.yml: '],
  [
    'a stage that does not exist',
    (text) => text.replace('target: worker', 'target: robot'),
    'worker is built to robot',
  ],
  [
    'a Dockerfile that does not exist',
    (text) => text.replace('target: web }', 'target: web, dockerfile: Webfile }'),
    'web is built from Webfile, which does not exist',
  ],
  [
    'a variable that nobody reads',
    (text) => text.replace('HEALTH_PORT:', 'HEALTHY_PORT:'),
    'worker gets HEALTHY_PORT, which its env.ts does not know',
  ],
  ['a variable for another service', (text) => text.replace('WEB_URL:', 'MODEL_DIR:'), 'gateway gets MODEL_DIR'],
  [
    'a required variable that is missing',
    (text) => text.replace('      MODEL_DIR: /model\n', ''),
    'worker needs MODEL_DIR, which is not passed',
  ],
  ['a value that is wrong', (text) => text.replace('PORT: 3000', 'PORT: many'), 'gateway gets a wrong PORT'],
  [
    'a default that is wrong',
    (text) => text.replace('TRUST_PROXY:-1', 'TRUST_PROXY:-perhaps'),
    'gateway gets a wrong TRUST_PROXY',
  ],
  [
    'a variable of the GPU’s worker that nobody reads',
    (text) => text.replace('CUDA_DIR:', 'CUDA:'),
    'worker-gpu gets CUDA, which its env.ts does not know',
  ],
  [
    'a worker on other queues than the gateways',
    (text) => text.replace(/REDIS_URL: .*\n {6}MODEL_DIR/, 'MODEL_DIR'),
    'worker gets another REDIS_URL than gateway',
  ],
  [
    'an address where no service is',
    (text) => text.replace('redis://redis:', 'redis://cache:'),
    'gateway gets a REDIS_URL where no service is',
  ],
  ['a service that is missing', (text) => text.replace('\n  worker:', '\n  workers:'), 'service worker is missing'],
  [
    'a dependency that is no service',
    (text) => text.replace('web: { condition', 'webb: { condition'),
    'gateway depends on webb, which is no service',
  ],
  [
    'a file of the repository that is not in an image',
    (text) => text.replace('- caddy:/data', '- caddy:/data\n      - ./scripts/proxy/Caddyfile:/etc/caddy/Caddyfile:ro'),
    'proxy mounts ./scripts/proxy/Caddyfile',
  ],
  [
    'a service that gets no time to end in order',
    (text) => text.replace('stop_grace_period: 15s', 'stop_grace_period: 10s'),
    'gateway-2 is killed before it has ended in order',
  ],
  [
    'a service that Compose gives its usual ten seconds',
    (text) => text.replaceAll(/ {4}stop_grace_period: .*\n/g, ''),
    'worker-gpu is killed before it has ended in order',
  ],
  [
    'a service that may take all memory',
    (text) => text.replace('    mem_limit: 384m\n', ''),
    'autoscaler may take all memory',
  ],
  [
    'a service whose log may fill the disk',
    (text) => text.replace('    logging: *logging\n', ''),
    'postgres may fill the disk with its log',
  ],
  ['a volume that is not declared', (text) => text.replace('- postgres:/', '- data:/'), 'uses the volume data'],
])('catches %s', async (_name, broken, problem) => {
  const text = broken(ours);
  expect(text).not.toBe(ours);
  // In this process: another one for each takes longer than all else.
  const problems = await checkCompose(text, async (passed) => compareEnvironments(passed));
  expect(problems.join('\n')).toContain(problem);
});
