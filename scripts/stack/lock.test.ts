import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canEnter } from '../postgres/account.mjs';
import { repository } from '../repository.mjs';
import { lockDataDir, readRunning } from './lock.mjs';
import { removeStale } from './lock-file.mjs';

const lockModule = new URL('lock.mjs', import.meta.url).href;
const isRoot = process.getuid?.() === 0;
const ordinaryUser = isRoot ? { uid: 1, gid: 1 } : {};

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'frontdesk-lock-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

it('keeps a second start away, and says where the first one serves', () => {
  const lock = lockDataDir(dataDir);
  expect(() => lockDataDir(dataDir)).toThrow(`already runs from this folder (process ${process.pid})`);
  lock.announce({ url: 'http://127.0.0.1:3000', databaseUrl: 'postgresql://x' });
  expect(() => lockDataDir(dataDir)).toThrow('http://127.0.0.1:3000');
  lock.release();
  expect(readRunning(dataDir)).toBeUndefined();
  lockDataDir(dataDir).release();
  expect(readdirSync(dataDir)).toEqual([]);
});

it('is readable by its owner alone', () => {
  const lock = lockDataDir(dataDir);
  lock.announce({ databaseUrl: 'postgresql://with:password@127.0.0.1/x' });
  expect(statSync(join(dataDir, 'running.json')).mode & 0o077).toBe(0);
  lock.release();
});

it('takes over from a process that was killed', () => {
  const script = `import { lockDataDir } from ${JSON.stringify(lockModule)};
    lockDataDir(${JSON.stringify(dataDir)}); process.kill(process.pid, 'SIGKILL');`;
  expect(spawnSync(process.execPath, ['--input-type=module', '-e', script]).signal).toBe('SIGKILL');
  expect(readdirSync(dataDir)).toEqual(['running.json']);
  expect(readRunning(dataDir)).toBeUndefined();
  lockDataDir(dataDir).release();
  expect(readdirSync(dataDir)).toEqual([]);
});

it('of two that take over at once the later leaves alone what the first has put in place', () => {
  const lock = lockDataDir(dataDir);
  removeStale(join(dataDir, 'running.json'));
  expect(readRunning(dataDir)).toMatchObject({ pid: process.pid });
  lock.release();
  expect(readdirSync(dataDir)).toEqual([]);
});

it('releases its own alone', () => {
  const lock = lockDataDir(dataDir);
  const other = JSON.stringify({ pid: process.ppid, startedAt: 'then' });
  writeFileSync(join(dataDir, 'running.json'), other);
  lock.release();
  expect(readFileSync(join(dataDir, 'running.json'), 'utf8')).toBe(other);
});

it('takes over a file that a loss of power left empty', () => {
  writeFileSync(join(dataDir, 'running.json'), '');
  expect(readRunning(dataDir)).toBeUndefined();
  lockDataDir(dataDir).release();
  expect(readdirSync(dataDir)).toEqual([]);
});

// Where the repository itself lies below a folder that only root may enter, no ordinary user can start it.
if (canEnter(repository, ordinaryUser)) {
  it.each(['lockDataDir', 'refuseRunning'])('says in a sentence that the folder is another user’s: %s', (name) => {
    lockDataDir(dataDir);
    // Closed also to whoever made it: so these tests need no second account.
    chmodSync(join(dataDir, 'running.json'), 0o000);
    chmodSync(dataDir, 0o511);
    const script = `import * as lock from ${JSON.stringify(lockModule)};
      try { lock.${name}(${JSON.stringify(dataDir)}); } catch (error) { console.log(error.name, error.message); }`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      ...ordinaryUser,
      cwd: repository,
      encoding: 'utf8',
    });
    chmodSync(dataDir, 0o711);
    expect(stdout).toBe(
      `OperatorError The folder ${dataDir} belongs to another user (it was made by root, or by sudo): start as that user, or move the folder away.\n`,
    );
  });
}
