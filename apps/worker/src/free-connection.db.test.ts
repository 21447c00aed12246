import { randomUUID } from 'node:crypto';
import {
  createDatabase,
  createDatabases,
  createKnowledgeSource,
  type Database,
  type Databases,
  renewLeases,
} from '@frontdesk/database';
import { newSite } from '@frontdesk/database/testing';
import { openDocumentReader } from '@frontdesk/knowledge';
import { createLogger } from '@frontdesk/telemetry';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RunningAnswers } from './answers/running-answer.ts';
import { type ImportParts, importKnowledge } from './knowledge/import-knowledge.ts';
import { createPassageEmbedder } from './knowledge/passage-embedder.ts';
import { createRetrieve } from './knowledge/retrieval.ts';
import { createWordEmbedder } from './testing/word-embedder.ts';

const url = process.env.TEST_DATABASE_URL ?? '';
const workerId = 'w';
const embedder = createWordEmbedder();
let other: Database;
let databases: Databases;

beforeEach(() => {
  other = createDatabase({ url });
  databases = createDatabases({ url, maxConnections: 3 });
});
afterEach(async () => {
  await databases.background.$disconnect();
  await databases.database.$disconnect();
  await other.$disconnect();
});

const createSite = () => newSite(other, { knowledgeVersion: 1 });

/** Runs `work` while nothing can be read from, or written to, the passages. */
async function whilePassagesAreLocked(work: () => Promise<void>): Promise<void> {
  await other.$transaction(
    async (transaction) => {
      await transaction.$executeRaw`LOCK TABLE passage IN ACCESS EXCLUSIVE MODE`;
      await work();
    },
    { timeout: 20_000 },
  );
}

/** Statements of others that wait for a lock. */
async function waiting(): Promise<number> {
  const [row] = await other.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}

const renew = async () => {
  const claims = [{ generationId: randomUUID(), epoch: 1, workerId }];
  const late = new Promise((resolve) => setTimeout(resolve, 1_000, 'late').unref());
  return Promise.race([
    renewLeases(databases.database, { workerId, claims, leaseMs: 4_000 }).then(() => 'renewed'),
    late,
  ]);
};

it('renews leases while the passages of many sites are read', async () => {
  const retrieve = createRetrieve({ database: databases.database, embedder });
  const sites = await Promise.all([createSite(), createSite(), createSite()]);
  let asked: Promise<unknown> = Promise.resolve();
  await whilePassagesAreLocked(async () => {
    asked = Promise.all(
      sites.map((siteId) => retrieve({ siteId, knowledgeVersion: 1, question: 'Hi', previousQuestion: undefined })),
    );
    await expect.poll(waiting).toBeGreaterThan(0);
    expect(await renew()).toBe('renewed');
  });
  expect(await asked).toEqual([null, null, null]);
});

it('renews leases while passages are read and both lanes import', async () => {
  const parts: ImportParts = {
    database: databases.background,
    embedder: createPassageEmbedder(embedder, new RunningAnswers()),
    countTokens: (text) => text.split(' ').length,
    openReader: openDocumentReader,
    logger: createLogger({ name: 'test', level: 'fatal' }),
  };
  const retrieve = createRetrieve({ database: databases.database, embedder });
  const siteId = await createSite();
  const source = { siteId, kind: 'fact', format: 'text', content: new TextEncoder().encode('We ship.') } as const;
  const jobs = await Promise.all(['a', 'b'].map((name) => createKnowledgeSource(other, { ...source, name })));
  let done: Promise<unknown> = Promise.resolve();
  await whilePassagesAreLocked(async () => {
    done = Promise.all([
      ...jobs.map((job) => importKnowledge(parts, job)),
      retrieve({ siteId, knowledgeVersion: 1, question: 'Hi', previousQuestion: undefined }),
    ]);
    await expect.poll(waiting).toBeGreaterThan(1);
    expect(await renew()).toBe('renewed');
  });
  await done;
  expect(await other.passage.count({ where: { siteId } })).toBe(2);
});
