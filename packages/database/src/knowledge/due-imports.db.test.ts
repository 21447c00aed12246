import { type EveryDays, knowledgeLimits } from '@frontdesk/protocol';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { operator as actor } from '../team/audit.ts';
import { newSite } from '../testing/test-site.ts';
import { requestDueImports } from './due-imports.ts';
import { addSource, changeImportSchedule, importAgain, stopImport } from './knowledge-changes.ts';
import { listSources } from './knowledge-overview.ts';
import { type ClaimedImport, claimImport, endImport, maxImportClaims } from './knowledge-sources.ts';
import { findNextImport } from './next-import.ts';

const dayMs = 86_400_000;
let database: Database;
let other: Database;
let siteId: string;
beforeAll(() => {
  [database, other] = [1, 2].map(() => createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' })) as [
    ...[Database, Database],
  ];
});
afterAll(() => Promise.all([database, other].map((one) => one.$disconnect())));
beforeEach(async () => {
  await database.knowledgeSource.deleteMany();
  siteId = await newSite(database);
});

const add = (everyDays: EveryDays = 7, site = siteId) =>
  addSource(database, actor, {
    ...{ siteId: site, kind: 'site', name: 'Shop', address: 'https://shop.example/', everyDays },
  });
async function end(sourceId: string, error: { code: string; message: string } | null = null): Promise<ClaimedImport> {
  const { epoch } = await source(sourceId);
  const claim = await claimImport(database, { sourceId, epoch });
  if (!claim) throw new Error('nothing to import');
  await endImport(database, claim, error);
  return claim;
}
const source = (sourceId: string) => database.knowledgeSource.findUniqueOrThrow({ where: { id: sourceId } });
/** Its time has come. */
const makeDue = (sourceId: string) =>
  database.knowledgeSource.update({ where: { id: sourceId }, data: { nextImportAt: new Date(Date.now() - 1_000) } });
async function addDue(site = siteId): Promise<string> {
  const { sourceId } = await add(7, site);
  await end(sourceId);
  await makeDue(sourceId);
  return sourceId;
}
/** In how many nights, counted from midnight in UTC. */
async function nightsUntil(sourceId: string): Promise<number> {
  const { nextImportAt } = await source(sourceId);
  const midnight = Math.floor(Date.now() / dayMs) * dayMs;
  return nextImportAt === null ? Number.NaN : Math.floor((nextImportAt.getTime() - midnight) / dayMs);
}
const failed = { code: 'unreachable', message: 'Away.' };

it('asks for what is due, once, however many look for it at a time', async () => {
  const sourceId = await addDue();
  await add(null);
  const found = await Promise.all([database, other, database, other].map(requestDueImports));
  expect(found.flat()).toEqual([{ sourceId, epoch: 2 }]);
  expect(await source(sourceId)).toMatchObject({ state: 'queued', scheduled: true });
  expect(await nightsUntil(sourceId)).toBe(7);
  expect(await end(sourceId)).toMatchObject({ scheduled: true });
  expect(await requestDueImports(database)).toEqual([]);
  // Who presses looks on.
  await importAgain(database, actor, { siteId, sourceId });
  expect(await end(sourceId)).toMatchObject({ scheduled: false });
});

it('does so nowhere while one waits or runs, nor at once when that was stopped', async () => {
  const { sourceId } = await add();
  await makeDue(sourceId);
  expect(await requestDueImports(database)).toEqual([]);
  await claimImport(database, { sourceId, epoch: 1 });
  expect(await requestDueImports(database)).toEqual([]);
  expect(await stopImport(database, actor, { siteId, sourceId })).toBe(true);
  expect(await requestDueImports(database)).toEqual([]);
  expect(await nightsUntil(sourceId)).toBe(7);
});

it('asks for one of each site at a time, the longest due first', async () => {
  const [second, first] = [await addDue(), await addDue()];
  await database.knowledgeSource.update({ where: { id: first }, data: { nextImportAt: new Date(0) } });
  const theirs = await addDue(await newSite(database));
  const asked = async () => (await requestDueImports(database)).map(({ sourceId }) => sourceId).toSorted();
  expect(await asked()).toEqual([first, theirs].toSorted());
  expect(await asked()).toEqual([second]);
  expect(await asked()).toEqual([]);
});

it('leaves what there is no room for due, and holds up no other site', async () => {
  const sourceId = await addDue();
  const theirs = await addDue(await newSite(database));
  const waits = { siteId, kind: 'site', name: 'x' } as const;
  await database.knowledgeSource.createMany({ data: Array(knowledgeLimits.importsWaiting).fill(waits) });
  expect(await requestDueImports(database)).toMatchObject([{ sourceId: theirs }]);
  await database.knowledgeSource.deleteMany({ where: { name: 'x' } });
  expect(await requestDueImports(database)).toMatchObject([{ sourceId }]);
});

it('asks for nothing of a site that is removed, until it is restored', async () => {
  const sourceId = await addDue();
  await database.site.update({ where: { id: siteId }, data: { removedAt: new Date() } });
  expect(await requestDueImports(database)).toEqual([]);
  await database.site.update({ where: { id: siteId }, data: { removedAt: null } });
  expect(await requestDueImports(database)).toMatchObject([{ sourceId }]);
});

it('tries what failed again the next night, and no more than four times in a row', async () => {
  const sourceId = await addDue();
  for (let night = 1; night <= 5; night += 1) {
    expect(await requestDueImports(database)).toEqual([{ sourceId, epoch: night + 1 }]);
    await end(sourceId, failed);
    expect(await source(sourceId)).toMatchObject({ state: 'failed', errorCode: 'unreachable', failures: night });
    expect(await requestDueImports(database)).toEqual([]);
    expect(await nightsUntil(sourceId)).toBe(night < 5 ? 1 : 7);
    await makeDue(sourceId);
  }
  await requestDueImports(database);
  await end(sourceId);
  expect(await source(sourceId)).toMatchObject({ state: 'done', failures: 0 });
  expect(await nightsUntil(sourceId)).toBe(7);
});

it('so also what is given up because its workers died', async () => {
  const sourceId = await addDue();
  await requestDueImports(database);
  const silent = { attempts: maxImportClaims, state: 'running', aliveAt: new Date(0) } as const;
  await database.knowledgeSource.update({ where: { id: sourceId }, data: silent });
  expect(await findNextImport(database, 'site')).toBeNull();
  expect(await source(sourceId)).toMatchObject({ state: 'failed', errorCode: 'given_up', failures: 1 });
  expect(await nightsUntil(sourceId)).toBe(1);
});

it('how often can be changed, counts from the last import on, and is written down', async () => {
  const { sourceId } = await add();
  await end(sourceId);
  const change = (everyDays: EveryDays, site = siteId) =>
    changeImportSchedule(database, actor, { siteId: site, sourceId, everyDays });
  await change(7);
  await change(1);
  expect(await nightsUntil(sourceId)).toBe(1);
  await change(null);
  expect(await source(sourceId)).toMatchObject({ everyDays: null, nextImportAt: null });
  expect((await listSources(database, { siteId })).sources).toMatchObject([{ everyDays: null, nextImportAt: null }]);
  const monthAgo = new Date(Date.now() - 31 * dayMs);
  await database.knowledgeSource.update({ where: { id: sourceId }, data: { importedAt: monthAgo } });
  await change(30);
  expect(await nightsUntil(sourceId)).toBeLessThanOrEqual(1);
  expect((await source(sourceId)).nextImportAt?.getTime()).toBeGreaterThan(Date.now());
  const changes = await database.auditEntry.findMany({ where: { siteId }, orderBy: { id: 'asc' } });
  expect(changes.map(({ action, before, after }) => [action, before, after])).toEqual([
    ['knowledge.site-added', null, { everyDays: 7 }],
    ['knowledge.site-scheduled', { everyDays: 7 }, { everyDays: 1 }],
    ['knowledge.site-scheduled', { everyDays: 1 }, { everyDays: null }],
    ['knowledge.site-scheduled', { everyDays: null }, { everyDays: 30 }],
  ]);
  await expect(change(1, await newSite(database))).rejects.toMatchObject({ code: 'source_unknown' });
});

it('is planned in the time zone of the site’s hours', async () => {
  const hours = { timeZone: 'Asia/Tokyo', days: [[], [], [], [], [], [], []] };
  await database.site.update({ where: { id: siteId }, data: { teamSettings: { hours } } });
  const { sourceId } = await add();
  // From two to five there.
  expect([17, 18, 19]).toContain((await source(sourceId)).nextImportAt?.getUTCHours());
});

it('of a file or a fact there is no such thing', async () => {
  const file = { siteId, kind: 'file', name: 'a.txt', format: 'text', content: new Uint8Array([1]) } as const;
  const { sourceId } = await addSource(database, actor, file);
  await expect(changeImportSchedule(database, actor, { siteId, sourceId, everyDays: 7 })).rejects.toMatchObject({
    code: 'bad_request',
  });
  await expect(addSource(database, actor, { ...file, everyDays: 7 })).rejects.toThrow();
});
