import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { untilItSaysReady } from './node-process.mjs';
import { Part } from './part.mjs';
import { identify } from './process-identity.mjs';

const parts: Part[] = [];
afterEach(async () => {
  await Promise.all(parts.splice(0).map((part) => part.stop()));
});

type Options = Partial<Pick<ConstructorParameters<typeof Part>[0], 'graceMs' | 'leastRestartMs' | 'untilReady'>>;

function makePart(script: string, options: Options = {}) {
  const lines: string[] = [];
  const notices: string[] = [];
  const part = new Part({
    name: 'stand-in',
    spawn: () => spawn(process.execPath, ['-e', script], { detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }),
    untilReady: untilItSaysReady,
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    ...options,
    onLine: (line: string) => lines.push(line),
    onNotice: (text: string) => notices.push(text),
  });
  parts.push(part);
  return { part, lines, notices };
}

const serves = `
  process.on('SIGTERM', () => { console.log('ending'); process.exit(0); });
  process.send({ ready: true });
  setInterval(() => {}, 1000);`;

it('starts, passes lines on, and stops in order', async () => {
  const { part, lines, notices } = makePart(serves);
  await part.start();
  const pid = part.pid as number;
  expect(identify(pid)).toBeDefined();
  await part.stop();
  expect(identify(pid)).toBeUndefined();
  expect(lines).toEqual(['ending']);
  expect(notices).toEqual([]);
});

it('starts a process again that was killed, and says so', async () => {
  const { part, notices } = makePart(serves);
  await part.start();
  const first = part.pid;
  await part.kill();
  await part.untilReady();
  expect(part.pid).not.toBe(first);
  expect(notices).toEqual([
    'stand-in ended by SIGKILL (most often there was no memory left); it is started again in 0.2 s',
    'stand-in is ready again',
  ]);
});

it('waits longer before it starts a process again where that is wanted', async () => {
  const { part, notices } = makePart(serves, { leastRestartMs: () => 400 });
  await part.start();
  await part.kill();
  await part.untilReady();
  expect(notices[0]).toMatch(/^stand-in ended by SIGKILL .*; it is started again in 0\.4 s$/);
});

it('gives up on one that never starts, and shows what it wrote', async () => {
  const { part } = makePart(`console.error('SECRET is missing'); process.exit(3);`);
  await expect(part.start()).rejects.toThrow(/ended with exit code 3\.\n(.|\n)*SECRET is missing/);
  expect(part.pid).toBeUndefined();
});

it('says nothing of memory where it was killed because it would not serve', async () => {
  const untilReady = () => Promise.reject(new Error('it does not answer'));
  const { part, notices } = makePart('setInterval(() => {}, 1000);', { untilReady });
  await expect(part.start()).rejects.toThrow(/it ended by SIGKILL\.\n(.|\n)*it does not answer/);
  expect(notices[0]).toMatch(/^stand-in ended by SIGKILL; /);
});

it('says in a sentence that another program has its port', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const { part } = makePart(`require('node:net').createServer().listen(${port}, '127.0.0.1');`);
  const address = `127.0.0.1:${port}`;
  await expect(part.start()).rejects.toThrow(`stand-in does not start: another program has ${address}.`);
  await new Promise((resolve) => other.close(resolve));
});

it('kills one that does not end in its grace, with what it started', async () => {
  const { part, lines } = makePart(
    `process.on('SIGTERM', () => {});
     const child = require('node:child_process').spawn('sleep', ['1000'], { stdio: 'ignore' });
     console.log(child.pid);
     setTimeout(() => process.send({ ready: true }), 50);
     setInterval(() => {}, 1000);`,
    { graceMs: 200 },
  );
  await part.start();
  const pids = [part.pid as number, Number(lines[0])];
  expect(pids.map((pid) => identify(pid) !== undefined)).toEqual([true, true]);
  await part.stop();
  await expect.poll(() => pids.map((pid) => identify(pid) !== undefined)).toEqual([false, false]);
});

it('can be stopped while it still starts', async () => {
  const { part } = makePart('setInterval(() => {}, 1000);');
  const start = part.start();
  const refused = expect(start).rejects.toThrow('stand-in was stopped');
  await expect.poll(() => part.pid).toBeDefined();
  await part.stop();
  await refused;
  expect(part.pid).toBeUndefined();
});

it('ends a program that knows nothing of its supervisor when that is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-part-'));
  const program = join(folder, 'server.mjs');
  writeFileSync(program, 'setInterval(() => {}, 1000);');
  const supervisor = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { spawnNode } from ${JSON.stringify(new URL('node-process.mjs', import.meta.url).href)};
       console.log(spawnNode(${JSON.stringify(program)}, { cwd: '/', env: process.env }).pid);
       setInterval(() => {}, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const pid = await new Promise<number>((resolve) => supervisor.stdout.once('data', (text) => resolve(Number(text))));
  expect(identify(pid)).toBeDefined();
  supervisor.kill('SIGKILL');
  await expect.poll(() => identify(pid), { timeout: 20_000 }).toBeUndefined();
  rmSync(folder, { recursive: true });
});
