import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { newSite } from '../testing/test-site.ts';
import {
  type ClaimedImport,
  claimImport,
  createKnowledgeSource,
  endImport,
  importSilenceMs,
  maxImportClaims,
  recordImportProgress,
  releaseImport,
  requestImport,
} from './knowledge-sources.ts';
import { findNextImport } from './next-import.ts';

let database: Database;
let siteId: string;
beforeAll(() => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
});
afterAll(() => database.$disconnect());
beforeEach(async () => {
  await database.knowledgeSource.deleteMany();
  siteId = await newSite(database);
});

const addSite = (site: string, name = 'Shop') =>
  createKnowledgeSource(database, { siteId: site, kind: 'site', name, address: 'https://shop.example/' });
const addFile = (site = siteId) =>
  createKnowledgeSource(database, {
    ...{ siteId: site, kind: 'file', name: 'a.md', format: 'markdown', content: new Uint8Array([1]) },
  });

async function claimNext(): Promise<ClaimedImport> {
  const job = await findNextImport(database, 'site');
  const claim = job && (await claimImport(database, job));
  if (!claim) throw new Error('nothing waits');
  return claim;
}

it('serves sites in turn, however many imports one of them has, and each of its own in their order', async () => {
  const [one, other, third] = [siteId, await newSite(database), await newSite(database)];
  for (const name of ['a1', 'a2', 'a3']) await addSite(one, name);
  for (const name of ['b1', 'b2']) await addSite(other, name);
  const served: string[] = [];
  const serve = async () => {
    const claim = await claimNext();
    served.push(claim.name);
    return claim;
  };
  await endImport(database, await serve(), null);
  await serve();
  // Who was never served comes before all who were.
  await addSite(third, 'c1');
  for (let left = 4; left > 0; left -= 1) await endImport(database, await serve(), null);
  expect(served).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  expect(await findNextImport(database, 'site')).toBeNull();
});

it('is not fooled by who deletes what was served, or asks for it again', async () => {
  const other = await newSite(database);
  await addSite(siteId, 'a1');
  const first = await claimNext();
  await endImport(database, first, null);
  await requestImport(database, { siteId, sourceId: first.sourceId });
  await addSite(other, 'b1');
  const second = await claimNext();
  expect(second.name).toBe('b1');
  await database.knowledgeSource.delete({ where: { id: second.sourceId } });
  await addSite(other, 'b2');
  expect((await claimNext()).name).toBe('a1');
});

it('knows the turns of each lane apart', async () => {
  const other = await newSite(database);
  await addSite(siteId);
  await claimNext();
  const mine = await addFile();
  await addFile(other);
  expect(await findNextImport(database, 'content')).toEqual(mine);
});

it('finds what nobody has heard of for long', async () => {
  const job = await addSite(siteId);
  const running = await claimNext();
  expect(await findNextImport(database, 'site')).toBeNull();
  const later = new Date(Date.now() + importSilenceMs + 60_000);
  expect(await findNextImport(database, 'content', later)).toBeNull();
  expect(await findNextImport(database, 'site', later)).toEqual(job);
  expect(await recordImportProgress(database, running)).toBe(true);
  // Given back in order it waits for nobody to be sure of that.
  await releaseImport(database, running);
  expect(await findNextImport(database, 'site')).toEqual(job);
});

it('gives an import up after the third worker that died of it; it can be asked for again', async () => {
  const job = await addFile();
  const silent = { aliveAt: new Date(0) };
  for (let claims = 0; claims < maxImportClaims; claims += 1) {
    expect(await findNextImport(database, 'content')).toEqual(job);
    // A worker that stops in order is not the import's fault.
    await releaseImport(database, (await claimImport(database, job)) as ClaimedImport);
    await claimImport(database, job);
    await database.knowledgeSource.update({ where: { id: job.sourceId }, data: silent });
  }
  expect(await claimImport(database, job)).toBeNull();
  const next = await addFile();
  expect(await findNextImport(database, 'content')).toEqual(next);
  expect(await database.knowledgeSource.findUnique({ where: { id: job.sourceId } })).toMatchObject({
    ...{ state: 'failed', errorCode: 'given_up', errorMessage: expect.any(String), content: null, claimId: null },
  });
  const again = await requestImport(database, { siteId, sourceId: job.sourceId, content: new Uint8Array([1]) });
  expect(await claimImport(database, again)).not.toBeNull();
});
