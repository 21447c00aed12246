import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { repository } from '../repository.mjs';
import { prepareDatabase } from '../stack/database.mjs';
import { anyFreePort } from '../stack/ports.mjs';
import { identify } from '../stack/process-identity.mjs';
import { canEnter } from './account.mjs';
import { clusterHome, openCluster } from './cluster.mjs';
import { spawnServer } from './server.mjs';

const isRoot = process.getuid?.() === 0;
// PostgreSQL wants an account with a name; every Unix has this one.
const ordinaryUser = { uid: 1, gid: 1 };

let folder: string;
let dataDir: string;
let notes: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-postgres-'));
  chmodSync(folder, 0o711);
  dataDir = join(folder, 'data');
  notes = [];
});
afterEach(() => {
  const home = clusterHome(dataDir);
  for (const path of [home, folder]) rmSync(path, { recursive: true, force: true });
});

const prepare = () =>
  prepareDatabase({
    dataDir,
    log: (name: string, line: string) => {
      if (name === 'frontdesk') notes.push(line);
    },
  });

async function query(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

/** Starts a database in a process of its own that stays, and tells its address and the server's process. */
async function startElsewhere(account = {}): Promise<{ supervisor: ChildProcess; url: string; pid: number }> {
  const database = new URL('../stack/database.mjs', import.meta.url).href;
  const script = `
    import { prepareDatabase } from ${JSON.stringify(database)};
    const { part, url } = await prepareDatabase({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} });
    await part.start();
    console.log(JSON.stringify({ url, pid: part.pid }));
    process.on('SIGTERM', () => part.stop());`;
  const supervisor = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...account,
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told = await new Promise<string>((resolve, reject) => {
    supervisor.stdout?.once('data', (data) => resolve(String(data)));
    supervisor.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  return { supervisor, ...JSON.parse(told) };
}

describe('the PostgreSQL that ships with Frontdesk', () => {
  it('serves, keeps its data over a restart, and stops without a trace', async () => {
    const first = await prepare();
    await first.part.start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS number');
    expect(await query(first.url, "SELECT lower('É')")).toBe('é');
    const pid = first.part.pid as number;
    await first.part.stop();
    expect(identify(pid)).toBeUndefined();

    const second = await prepare();
    await second.part.start();
    expect(await query(second.url, 'SELECT number FROM kept')).toBe(42);
    await second.part.stop();
    expect(notes).toEqual([]);
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const { part, url } = await prepare();
    await part.start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(clusterHome(dataDir), 'postgres-password')).mode & 0o077).toBe(0);
    await part.stop();
  });

  it('comes back when it is killed, with what it had acknowledged', async () => {
    const { part, url } = await prepare();
    await part.start();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS number');
    await part.kill();
    await part.untilReady();
    expect(await query(url, 'SELECT number FROM kept')).toBe(42);
    await part.stop();
  });

  it('ends when its supervisor is killed', async () => {
    const { supervisor, pid } = await startElsewhere();
    supervisor.kill('SIGKILL');
    await expect.poll(() => identify(pid), { timeout: 20_000 }).toBeUndefined();
  });

  it('stops a server that was left behind', async () => {
    const cluster = openCluster(dataDir);
    const orphan = spawnServer(cluster, await anyFreePort());
    const file = join(cluster.folder, 'postmaster.pid');
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8').includes('ready'), { timeout: 20_000 })
      .toBe(true);
    const { part, url } = await prepare();
    await part.start();
    expect(identify(orphan.pid as number)).toBeUndefined();
    expect(notes).toEqual(['stopped a database that an earlier run had left behind']);
    expect(await query(url, 'SELECT 1')).toBe(1);
    await part.stop();
  });

  it('refuses data of another major version', async () => {
    const { folder: cluster } = openCluster(dataDir);
    writeFileSync(join(cluster, 'PG_VERSION'), '17\n');
    await expect(prepare()).rejects.toThrow('was made by PostgreSQL 17');
  });

  if (isRoot) {
    it('keeps the data outside that root has had there, also where an ordinary user has some of their own', async () => {
      mkdirSync(join(folder, 'closed'), { mode: 0o700 });
      chownSync(join(folder, 'closed'), ordinaryUser.uid, ordinaryUser.gid);
      dataDir = join(folder, 'closed/repository/.data');
      const outside = clusterHome(dataDir);
      expect(outside).not.toBe(dataDir);
      const own = join(dataDir, 'postgres');
      mkdirSync(own);
      for (const path of [dataDir, own]) chownSync(path, ordinaryUser.uid, ordinaryUser.gid);
      expect(clusterHome(dataDir)).toBe(dataDir);
      mkdirSync(join(outside, 'postgres'));
      expect(clusterHome(dataDir)).toBe(outside);
    });

    describe('once root has had the data outside', () => {
      let outside: string;
      beforeEach(() => {
        mkdirSync(join(folder, 'closed'), { mode: 0o700 });
        dataDir = join(folder, 'closed/repository/.data');
        outside = clusterHome(dataDir);
        mkdirSync(join(outside, 'postgres'));
      });
      afterEach(() => {
        vi.restoreAllMocks();
        rmSync(outside, { recursive: true });
      });

      it('keeps it there, also where the folder is opened, or lies elsewhere', () => {
        chmodSync(join(folder, 'closed'), 0o755);
        expect(clusterHome(dataDir)).toBe(outside);
        for (const place of ['moved', 'moved again']) {
          renameSync(join(dataDir, '..'), join(folder, place));
          dataDir = join(folder, place, '.data');
          expect(clusterHome(dataDir)).toBe(outside);
        }
      });

      it('serves a copy of the folder with data of its own', () => {
        cpSync(join(folder, 'closed'), join(folder, 'copy'), { recursive: true });
        chmodSync(join(folder, 'copy'), 0o755);
        expect(clusterHome(join(folder, 'copy/repository/.data'))).toBe(join(folder, 'copy/repository/.data'));
        expect(clusterHome(dataDir)).toBe(outside);
      });

      it('begins no empty one for whoever is not root', () => {
        vi.spyOn(process, 'getuid').mockReturnValue(ordinaryUser.uid);
        expect(() => clusterHome(dataDir)).toThrow(`The database of this folder lies in ${outside}, made by root: `);
        // Some of their own, of before.
        mkdirSync(join(dataDir, 'postgres'));
        expect(clusterHome(dataDir)).toBe(dataDir);
      });
    });

    it('leaves data where it is that came to lie here after that outside', () => {
      mkdirSync(join(folder, 'closed'), { mode: 0o700 });
      dataDir = join(folder, 'closed/repository/.data');
      const outside = clusterHome(dataDir);
      mkdirSync(join(outside, 'postgres'));
      mkdirSync(join(dataDir, 'postgres'));
      chmodSync(join(folder, 'closed'), 0o755);
      expect(clusterHome(dataDir)).toBe(dataDir);
      rmSync(outside, { recursive: true });
    });

    it('runs for root below a folder that only root may enter, with its data outside', async () => {
      mkdirSync(join(folder, 'closed'), { mode: 0o700 });
      dataDir = join(folder, 'closed/repository/.data');
      const { part, url, folder: cluster } = await prepare();
      expect(cluster).toMatch(/^\/var\/lib\/frontdesk\/repository-[0-9a-f]{8}\/postgres$/);
      await part.start();
      expect(await query(url, 'SELECT 1')).toBe(1);
      await part.stop();
    });
  }

  // Where the repository itself lies below a folder that only root may enter, no ordinary user can start it.
  if (isRoot && canEnter(repository, ordinaryUser)) {
    it('runs for an ordinary user, whose data root can serve too', async () => {
      for (const path of [folder, dataDir]) {
        mkdirSync(path, { recursive: true });
        chownSync(path, ordinaryUser.uid, ordinaryUser.gid);
        // As many systems make home folders: closed to PostgreSQL's account under root.
        chmodSync(path, 0o700);
      }
      const { supervisor, url, pid } = await startElsewhere(ordinaryUser);
      expect(statSync(`/proc/${pid}`).uid).toBe(ordinaryUser.uid);
      await query(url, 'CREATE TABLE kept AS SELECT 42 AS number');
      const ended = new Promise((resolve) => supervisor.once('exit', resolve));
      supervisor.kill('SIGTERM');
      expect(await ended).toBe(0);

      expect(clusterHome(dataDir)).toBe(dataDir);
      const { part, url: again } = await prepare();
      await part.start();
      expect(await query(again, 'SELECT number FROM kept')).toBe(42);
      await part.stop();
    });
  }
});
