import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GenerationJob, type ImportJob, importLanes } from '@frontdesk/protocol';
import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { keep } from '../../../../scripts/testing/keep.ts';
import { consumeGenerations, openGenerationQueue } from '../generations/bullmq-generation-queue.ts';
import { consumeImports, openImportQueue } from '../imports/bullmq-import-queue.ts';
import { connectQueues } from '../servers.ts';

const databaseUrl = process.env.TEST_DATABASE_URL ?? '';
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 30_000 });
const job = (): GenerationJob => ({ generationId: randomUUID(), epoch: 1 });

/** On a connection that is not one of the queue's. */
async function operate<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const server = new URL(databaseUrl);
  server.pathname = '/postgres';
  const operator = new pg.Client({ connectionString: server.href });
  await operator.connect();
  return work(operator).finally(() => operator.end());
}
const database = new URL(databaseUrl).pathname.slice(1);

/** The server's processes for this database, one a connection. */
async function connections(): Promise<number[]> {
  const { rows } = await operate((operator) =>
    operator.query('SELECT pid FROM pg_stat_activity WHERE datname = $1 ORDER BY pid', [database]),
  );
  return rows.map(({ pid }) => pid);
}

it('does not besiege a server that refuses, and goes on when it lets it in again', async () => {
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const queue = keep(await openGenerationQueue(keep(await connectQueues({ databaseUrl, onError: () => {} }))));
  const handled: GenerationJob[] = [];
  const handle = async (one: GenerationJob) => void handled.push(one);
  const connection = keep(await connectQueues({ databaseUrl, onError }));
  keep(await consumeGenerations(connection, { concurrency: 4, handle, onError }));
  await operate(async (operator) => {
    try {
      await operator.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
      await operator.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
      await eventually(() => expect(errors.length).toBeGreaterThan(0));
      errors.length = 0;
      await sleep(2_000);
      expect(errors.length).toBeLessThan(50);
    } finally {
      await operator.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    }
  });
  const one = job();
  await queue.enqueue(one);
  await eventually(() => expect(handled).toEqual([one]));
});

it('needs three connections for all queues that a process adds to and takes from, also after they were lost', async () => {
  const connection = keep(await connectQueues({ databaseUrl, onError: () => {} }));
  const generations = keep(await openGenerationQueue(connection));
  const imports = keep(await openImportQueue(connection));
  const handled: string[] = [];
  const ignore = { onError: () => {} };
  keep(
    await consumeGenerations(connection, {
      ...{ concurrency: 4, ...ignore },
      handle: async ({ generationId }) => void handled.push(generationId),
    }),
  );
  for (const lane of importLanes) {
    const handle = async ({ sourceId }: ImportJob) => void handled.push(sourceId);
    keep(await consumeImports(connection, { lane, handle, ...ignore }));
  }
  const addAndTake = async () => {
    const [one, other] = [job(), job()];
    await Promise.all([
      generations.enqueue(one),
      generations.enqueue(other),
      imports.enqueue({ sourceId: one.generationId, epoch: 1 }, 'site'),
    ]);
    const expected = [one.generationId, one.generationId, other.generationId].toSorted();
    await eventually(() => expect(handled.toSorted()).toEqual(expected));
    handled.length = 0;
    expect((await connections()).length).toBeLessThanOrEqual(3);
  };
  await addAndTake();
  await operate((operator) =>
    operator.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]),
  );
  // Whoever adds a job on a connection that is lost at that moment is told.
  await vi.waitFor(() => generations.depth(), { timeout: 10_000 });
  await addAndTake();
});

it('keeps connections that nobody uses', async () => {
  // As far as pg's timers go, an hour passes.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const queue = keep(await openGenerationQueue(keep(await connectQueues({ databaseUrl, onError: () => {} }))));
    await queue.enqueue(job());
    const former = await connections();
    expect(former).not.toEqual([]);
    vi.advanceTimersByTime(3_600_000);
    // What was ended is gone from the server’s list when the next query is answered.
    await queue.enqueue(job());
    expect(await connections()).toEqual(expect.arrayContaining(former));
  } finally {
    vi.useRealTimers();
  }
});
