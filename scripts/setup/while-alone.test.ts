import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { canEnter } from '../postgres/account.mjs';
import { repository } from '../repository.mjs';
import { lockDataDir } from '../stack/lock.mjs';
import { takeLock } from '../stack/lock-file.mjs';
import { silentStep } from '../terminal/steps.mjs';
import { installDependencies } from './dependencies.mjs';
import { whileAlone } from './while-alone.mjs';

const isRoot = process.getuid?.() === 0;
const ordinaryUser = isRoot ? { uid: 1, gid: 1 } : {};

let root: string;
let dataDir: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'frontdesk-set-up-'));
  dataDir = join(root, '.data');
  file = join(dataDir, 'setting-up.json');
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {} } }));
  // Takes its time, and as long as a test holds it, then says what is installed, as npm does.
  writeFileSync(
    join(root, 'bin/npm'),
    '#!/bin/sh\necho begin >> calls\nsleep 0.1\nwhile [ -e held ]; do sleep 0.1; done\nmkdir -p node_modules\ncp package-lock.json node_modules/.package-lock.json\necho end >> calls\n',
  );
  chmodSync(join(root, 'bin/npm'), 0o755);
  vi.stubEnv('PATH', `${join(root, 'bin')}${delimiter}${process.env.PATH}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const install = () => installDependencies(() => {}, { root, dataDir });
const calls = () => readFileSync(join(root, 'calls'), 'utf8').split('\n').filter(Boolean);

it('installs once where two set up at a time, and the second one says whom it waits for', async () => {
  const said: string[] = [];
  const step = async (name: string, work: (report: (progress: string) => void) => Promise<string | undefined>) => {
    const result = await work((progress) => said.push(`${name}: ${progress}`));
    said.push(`${name}: ${result}`);
  };
  const done = await Promise.all([1, 2].map(() => whileAlone(install, { step, file })));
  expect(done).toEqual(['installed', 'up to date']);
  expect(calls()).toEqual(['begin', 'end']);
  expect([...new Set(said)]).toEqual([
    `Another set-up of this folder: waiting for process ${process.pid}`,
    'Another set-up of this folder: has ended',
  ]);
});

it('waits no longer than it is told to, nor for a process that has died', async () => {
  const lock = takeLock(file);
  const wait = whileAlone(install, { step: silentStep, file, signal: AbortSignal.timeout(50) });
  await expect(wait).rejects.toThrow('aborted');
  lock?.release();
  appendFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'once' }));
  expect(await whileAlone(install, { step: silentStep, file })).toBe('installed');
});

it('waits for an installation that outlives whoever began it', async () => {
  const of = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const script = `import { installDependencies } from ${of('dependencies.mjs')};
    import { whileAlone } from ${of('while-alone.mjs')};
    const where = ${JSON.stringify({ root, dataDir })};
    whileAlone((announce) => installDependencies(() => {}, where, announce), { file: ${JSON.stringify(file)} });`;
  writeFileSync(join(root, 'held'), '');
  const killed = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await vi.waitFor(() => expect(calls()).toEqual(['begin']), { timeout: 20_000 });
  // It may have begun before it was announced.
  await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('program'), { timeout: 20_000 });
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  const waits = whileAlone(install, { step: silentStep, file });
  rmSync(join(root, 'held'));
  expect(await waits).toBe('up to date');
  expect(calls()).toEqual(['begin', 'end']);
});

it('takes no packages away from a Frontdesk that runs from this folder', async () => {
  const lock = lockDataDir(dataDir);
  await expect(install()).rejects.toThrow(
    `Frontdesk already runs from this folder (process ${process.pid}). Its packages would be taken away (nothing is installed yet). Stop it first`,
  );
  lock.release();
  expect(await install()).toBe('installed');
  lockDataDir(dataDir);
  expect(await install()).toBe('up to date');
});

it('can be waited for by every user', async () => {
  const before = process.umask(0o022);
  await whileAlone(async () => expect(statSync(file).mode & 0o777).toBe(0o644), { step: silentStep, file });
  process.umask(before);
});

// Where the repository itself lies below a folder that only root may enter, no ordinary user can start it.
if (canEnter(repository, ordinaryUser)) {
  it.each([
    ['whose data folder is closed to writing', 0o511],
    ['in whose data folder somebody else has a closed lock', 0o711],
  ])('sets up for a user %s, and leaves nothing there', (_, mode) => {
    chmodSync(root, 0o711);
    mkdirSync(dataDir);
    if (isRoot && mode === 0o711) chownSync(dataDir, 1, 1);
    writeFileSync(file, '{}', { mode: 0o000 });
    chmodSync(dataDir, mode);
    const script = `import { whileAlone } from ${JSON.stringify(new URL('while-alone.mjs', import.meta.url).href)};
      await whileAlone(async () => console.log('done'), { step: () => {}, file: ${JSON.stringify(file)} });`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      ...ordinaryUser,
      cwd: repository,
      encoding: 'utf8',
    });
    chmodSync(dataDir, 0o711);
    expect(stdout).toBe('done\n');
    expect(readdirSync(dataDir)).toEqual(['setting-up.json']);
  });
}
