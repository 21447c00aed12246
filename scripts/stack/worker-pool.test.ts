import { spawn } from 'node:child_process';
import { afterEach, expect, it } from 'vitest';
import { untilItSaysReady } from './node-process.mjs';
import { Part } from './part.mjs';
import { identify } from './process-identity.mjs';
import { WorkerPool } from './worker-pool.mjs';

/** Processes start and end on machines that do other things too. */
const patience = { timeout: 20_000 };
const pools: WorkerPool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.stop()));
});

const serves = `
  process.on('SIGTERM', () => { console.log('drains'); setTimeout(() => process.exit(0), Number(process.env.DRAIN_MS)); });
  setTimeout(() => process.send({ ready: true }), Number(process.env.WARM_MS));
  setInterval(() => {}, 1000);`;

const isReadyAtOnce = 'process.send({ ready: true }); setInterval(() => {}, 1000);';

/** Real processes, small ones: they say that they are ready after `warmMs`, and end `drainMs` after SIGTERM. */
function makePool({
  max = 4,
  warmMs = 0,
  drainMs = 0,
  retryMs = 30_000,
  script = (_number: number): string => serves,
} = {}) {
  const told: string[] = [];
  const lines: string[] = [];
  const made: Part[] = [];
  const pool = new WorkerPool({
    makePart: (number) => {
      const part = new Part({
        name: `worker-${number}`,
        spawn: () =>
          spawn(process.execPath, ['-e', script(number)], {
            ...{ detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
            env: { ...process.env, WARM_MS: String(warmMs), DRAIN_MS: String(drainMs) },
          }),
        untilReady: untilItSaysReady,
        stopSignal: 'SIGTERM',
        graceMs: 10_000,
        onLine: (line: string) => lines.push(`worker-${number} ${line}`),
        onNotice: (text: string) => told.push(text),
      });
      made.push(part);
      return part;
    },
    ...{ max, retryMs, onChange: (text: string) => told.push(text.replace(/[\d.]+ s$/, '… s')) },
  });
  pools.push(pool);
  return { pool, told, lines, made };
}
const names = (pool: WorkerPool) => pool.parts.map(({ name }) => name);
const alive = (parts: readonly Part[]) => parts.filter(({ pid }) => pid !== undefined && identify(pid)).length;

it('follows what is wanted, says why, and drains the last ones', async () => {
  const { pool, told, lines } = makePool();
  await pool.start(1);
  const first = pool.parts[0]?.pid;
  pool.follow(3, 'answers wait');
  expect(names(pool)).toEqual(['worker-1', 'worker-2', 'worker-3']);
  await Promise.all(pool.parts.map((part) => part.untilReady()));
  const gone = pool.parts.slice(1).map(({ pid }) => pid as number);
  pool.follow(1, 'for a minute fewer would have done');
  expect(names(pool)).toEqual(['worker-1']);
  await expect.poll(() => gone.map((pid) => identify(pid)), patience).toEqual([undefined, undefined]);
  expect(lines.toSorted()).toEqual(['worker-2 drains', 'worker-3 drains']);
  expect(pool.parts[0]?.pid).toBe(first);
  expect(told.toSorted()).toEqual([
    '1 worker instead of 3: for a minute fewer would have done',
    '3 workers instead of 1: answers wait',
    'worker-2 is ready after … s',
    'worker-3 is ready after … s',
  ]);
});

it('never more than there is room for, and never none', async () => {
  const { pool, told } = makePool({ max: 2 });
  await pool.start(2);
  pool.follow(7, 'answers wait');
  expect(names(pool)).toEqual(['worker-1', 'worker-2']);
  expect(told).toEqual([]);
  pool.follow(0, 'so the limits say');
  expect(names(pool)).toEqual(['worker-1']);
});

it('one that drains has its cores still: another one comes when it is gone', async () => {
  const { pool, made } = makePool({ max: 2, drainMs: 300 });
  await pool.start(2);
  const second = pool.parts[1]?.pid as number;
  pool.follow(1, 'calm');
  pool.follow(2, 'answers wait');
  expect(names(pool)).toEqual(['worker-1']);
  expect(alive(made)).toBe(2);
  await expect.poll(() => names(pool), patience).toEqual(['worker-1', 'worker-2']);
  expect(identify(second)).toBeUndefined();
  await pool.parts[1]?.untilReady();
  expect(alive(made)).toBe(2);
});

it('one that is not ready yet can be wanted no longer', async () => {
  const { pool, told, made } = makePool({
    warmMs: 60_000,
    script: (number) => (number === 1 ? isReadyAtOnce : serves),
  });
  await pool.start(1);
  pool.follow(2, 'answers wait');
  await expect.poll(() => alive(made), patience).toBe(2);
  pool.follow(1, 'calm');
  await expect.poll(() => alive(made), patience).toBe(1);
  expect(told).toEqual(['2 workers instead of 1: answers wait', '1 worker instead of 2: calm']);
});
it('one that dies while others come is started again, and counts all the time', async () => {
  const { pool, told } = makePool({ warmMs: 100 });
  await pool.start(1);
  pool.follow(3, 'answers wait');
  await pool.parts[0]?.kill();
  pool.follow(2, 'calm');
  expect(names(pool)).toEqual(['worker-1', 'worker-2']);
  await expect.poll(() => told, patience).toContain('worker-1 is ready again');
  await Promise.all(pool.parts.map((part) => part.untilReady()));
  expect(alive(pool.parts)).toBe(2);
});

it('one that never starts is told, the others go on, and it is tried again', async () => {
  let starts = 0;
  const broken = `console.error('no room'); process.exit(3);`;
  const { pool, told } = makePool({
    retryMs: 100,
    script: (number) => (number === 2 && starts++ < 3 ? broken : serves),
  });
  await pool.start(1);
  pool.follow(2, 'answers wait');
  await expect
    .poll(() => told.find((text) => /worker-2 does not start(.|\n)*no room(.|\n)*tried again/.test(text)), patience)
    .toBeDefined();
  await expect.poll(() => names(pool), patience).toEqual(['worker-1', 'worker-2']);
  await pool.parts[1]?.untilReady();
  expect(starts).toBe(4);
});

it('a first one that does not start is the caller’s failure', async () => {
  const { pool } = makePool({ script: (number) => (number === 2 ? 'process.exit(3)' : serves) });
  await expect(pool.start(2)).rejects.toThrow('worker-2 does not start');
});

it('ends all, also those that drain, and starts none any more', async () => {
  const { pool, made } = makePool({ drainMs: 200 });
  await pool.start(3);
  pool.follow(1, 'calm');
  await pool.stop();
  expect(alive(made)).toBe(0);
  pool.follow(3, 'answers wait');
  expect(made).toHaveLength(3);
});

it('kills all at once', async () => {
  const { pool, made } = makePool({ drainMs: 60_000 });
  await pool.start(3);
  pool.follow(1, 'calm');
  pool.stopNow();
  await expect.poll(() => alive(made), patience).toBe(0);
});
