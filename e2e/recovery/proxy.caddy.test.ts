import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@frontdesk/database';
import { writeTinyModel } from '@frontdesk/models/testing';
import { testServers } from '@frontdesk/queue/testing';
import { afterEach, expect, test } from 'vitest';
import { createTestSite } from '../../apps/gateway/src/testing/test-site.ts';
import { WorkerProcesses } from '../../apps/worker/src/testing/worker-processes.ts';
import { anyFreePort } from '../../scripts/stack/ports.mjs';
import { startCaddy } from '../../scripts/testing/caddy.mjs';
import { startGatewayProcess } from './gateway-processes.ts';
import { openChat, shown } from './open-chat.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

// As docker-compose.yml runs it, with the same Caddyfile: proxy, two gateways, two workers, queues and notices on Redis.
test('a chat through the proxy goes on when its gateway is killed, and is told when none is left', async () => {
  const database = createDatabase({ url: testServers.databaseUrl });
  closers.push(() => database.$disconnect());
  const site = await createTestSite(database);
  await database.site.update({ where: { id: site.id }, data: { answerMode: 'plain' } });
  // So many layers that a gateway can be killed while an answer is being told.
  const model = await writeTinyModel(await mkdtemp(join(tmpdir(), 'proxy-test-')), { layers: 24 });
  closers.push(() => rm(model.dir, { recursive: true }));
  const workers = new WorkerProcesses();
  closers.push(() => workers.endAll());
  const gateways = new Map<string, ChildProcess>();
  const startGateway = async () => {
    const port = await anyFreePort();
    const child = await startGatewayProcess(port, { TRUST_PROXY: '1' });
    closers.push(() => child.kill('SIGKILL'));
    gateways.set(`127.0.0.1:${port}`, child);
  };
  await Promise.all([startGateway(), startGateway(), ...['one', 'two'].map((id) => workers.start(id, model))]);
  const proxy = await startCaddy({ gateways: [...gateways.keys()] });
  closers.push(() => proxy.stop());
  for (const path of ['metrics', 'readyz']) expect((await fetch(`${proxy.url}/${path}`)).status).toBe(404);

  const chat = openChat(proxy.url, site.key);
  closers.push(() => chat.close());
  await expect.poll(() => chat.getState().connection).toBe('online');
  const socketsOf = async (address: string) => {
    const text = await (await fetch(`http://${address}/metrics`)).text();
    return Number(/^\S*sockets\{[^}]*visitor[^}]*\} (\d+)/m.exec(text)?.[1] ?? 0);
  };
  chat.send('Where is my parcel?');
  await expect.poll(() => shown(chat.getState()).at(-1), { timeout: 20_000 }).toMatch(/^streaming: \S/);
  const ofChat = [];
  for (const address of gateways.keys()) if ((await socketsOf(address)) > 0) ofChat.push(address);
  expect(ofChat).toHaveLength(1);
  const connections: string[] = [];
  chat.subscribe(() => connections.push(chat.getState().connection));
  gateways.get(String(ofChat[0]))?.kill('SIGKILL');
  await expect.poll(() => shown(chat.getState()).at(-1), { timeout: 40_000 }).toMatch(/^done: /);
  expect(connections).toContain('reconnecting');
  const stored = await database.message.findFirstOrThrow({ where: { siteId: site.id, role: 'assistant' } });
  expect(shown(chat.getState())).toEqual(['visitor', `done: ${stored.text}`]);

  // And it goes on from there.
  chat.send('Thank you');
  await expect
    .poll(() => shown(chat.getState()), { timeout: 40_000 })
    .toEqual(['visitor', `done: ${stored.text}`, 'visitor', expect.stringMatching(/^done: /)]);

  for (const child of gateways.values()) child.kill('SIGKILL');
  const refused = await fetch(`${proxy.url}/v1/tickets`, { method: 'POST' });
  expect([502, 503]).toContain(refused.status);
  expect(refused.headers.get('retry-after')).toBe('2');
  expect(await refused.json()).toMatchObject({ error: { code: 'unavailable' } });
}, 180_000);
