import { knowledgeLimits } from '@frontdesk/protocol';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createDatabase, type Database } from '../connection/client.ts';
import { operator as actor } from '../team/audit.ts';
import { newSite } from '../testing/test-site.ts';
import { addFact, addSource, changeFact, importAgain } from './knowledge-changes.ts';

let database: Database;
let siteId: string;
beforeAll(() => {
  database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });
});
afterAll(() => database.$disconnect());
beforeEach(async () => {
  siteId = await newSite(database);
});

const refused = { code: 'imports_waiting', retryAfterMs: expect.any(Number) };
const addSite = (site = siteId) =>
  addSource(database, actor, { siteId: site, kind: 'site', name: 'Shop', address: 'https://shop.example/' });
const addFile = (bytes: number, site = siteId) =>
  addSource(database, actor, {
    ...{ siteId: site, kind: 'file', name: 'a.pdf', format: 'pdf', content: new Uint8Array(bytes) },
  });
const end = (sourceId: string) =>
  database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'done', content: null } });

it('takes as many web sites as may wait, also of those who come at once, and more when one is done', async () => {
  const { sourceId } = await addSite();
  await database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'running' } });
  const many = await Promise.allSettled(Array.from({ length: knowledgeLimits.importsWaiting + 5 }, () => addSite()));
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(knowledgeLimits.importsWaiting - 1);
  expect(many).toContainEqual({ status: 'rejected', reason: expect.objectContaining(refused) });
  // Nobody else has to wait for it, nor what is typed and uploaded.
  await addSite(await newSite(database));
  await addFile(1);
  await end(sourceId);
  await importAgain(database, actor, { siteId, sourceId });
  await expect(addSite()).rejects.toMatchObject(refused);
  await end(sourceId);
  await addSite();
  await expect(importAgain(database, actor, { siteId, sourceId })).rejects.toMatchObject(refused);
}, 60_000);

it('a folder of files that wait keeps nobody from typing facts, of which ten times as many may wait', async () => {
  const fact = { siteId, title: 'Shipping', text: 'We ship.' };
  const add = () => addFact(database, actor, fact);
  const { sourceId } = await add();
  await database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'done' } });
  const waitsOf = (kind: 'fact' | 'file', count: number) =>
    database.knowledgeSource.createMany({ data: Array(count).fill({ siteId, kind, name: 'x' }) });
  await waitsOf('file', knowledgeLimits.importsWaiting);
  await expect(addFile(1)).rejects.toMatchObject(refused);
  await add();
  await changeFact(database, actor, { ...fact, sourceId, text: 'We ship abroad.' });
  await waitsOf('fact', knowledgeLimits.factsWaiting - 2);
  await expect(add()).rejects.toMatchObject(refused);
  await database.knowledgeSource.update({ where: { id: sourceId }, data: { state: 'done' } });
  await add();
  await expect(changeFact(database, actor, { ...fact, sourceId, text: 'No.' })).rejects.toMatchObject(refused);
  await database.knowledgeSource.deleteMany({ where: { siteId, kind: 'file' } });
  await addFile(1);
});

it('takes as many facts as a site may have, and another once one is deleted', async () => {
  const { facts } = knowledgeLimits;
  await database.$executeRaw`
    INSERT INTO knowledge_source (id, site_id, kind, name, state)
    SELECT gen_random_uuid(), ${siteId}::uuid, 'fact', 'Shipping', 'done' FROM generate_series(1, ${facts - 1}::int)`;
  const fact = { siteId, title: 'Shipping', text: 'We ship.' };
  const both = await Promise.allSettled([addFact(database, actor, fact), addFact(database, actor, fact)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(addFact(database, actor, fact)).rejects.toMatchObject({ code: 'facts_limit' });
  await addFile(1);
  await addFact(database, actor, { ...fact, siteId: await newSite(database) });
  const { id: sourceId } = await database.knowledgeSource.findFirstOrThrow({
    where: { siteId, kind: 'fact', state: 'done' },
  });
  await changeFact(database, actor, { ...fact, sourceId, text: 'We ship abroad.' });
  await database.knowledgeSource.delete({ where: { id: sourceId } });
  await addFact(database, actor, fact);
});

it('takes as many bytes as may wait', async () => {
  const files = 10;
  const bytes = knowledgeLimits.bytesWaiting / files;
  await database.$executeRaw`
    INSERT INTO knowledge_source (id, site_id, kind, name, format, content)
    SELECT gen_random_uuid(), ${siteId}::uuid, 'file', 'a.pdf', 'pdf', decode(repeat('00', ${bytes - 1}::int), 'hex')
      FROM generate_series(1, ${files}::int)`;
  await expect(addFile(files + 1)).rejects.toMatchObject(refused);
  const { sourceId } = await addFile(files);
  await addFile(1, await newSite(database));
  await expect(addFile(1)).rejects.toMatchObject(refused);
  await end(sourceId);
  const again = (content: Uint8Array<ArrayBuffer>) =>
    importAgain(database, actor, { siteId, sourceId, content, name: 'b.pdf', format: 'pdf' });
  await expect(again(new Uint8Array(files + 1))).rejects.toMatchObject(refused);
  await again(new Uint8Array(files));
});
