import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, expect, it } from 'vitest';
import { publishPromptVersion } from '../packages/database/src/index.ts';
import { useTestDatabase } from '../packages/database/src/testing/index.ts';
import { demoSites } from './demo-sites/index.ts';

const url = process.env.TEST_DATABASE_URL ?? '';
const database = useTestDatabase();
beforeEach(async () => {
  await database.installation.deleteMany();
  await database.site.deleteMany({ where: { key: { in: demoSites.map(({ key }) => key) } } });
});

const seed = () =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./seed.ts', import.meta.url))], {
    env: { ...process.env, DATABASE_URL: url },
  });
const readSites = () =>
  database.site.findMany({
    where: { key: { in: demoSites.map(({ key }) => key) } },
    orderBy: { createdAt: 'asc' },
    include: {
      promptVersions: true,
      publishedPromptVersion: true,
      knowledgeSources: { select: { id: true, kind: true, name: true, format: true, epoch: true } },
    },
  });

it('makes demo sites that have something to say, once, and leaves alone what their owner changes or removes', async () => {
  await seed();
  const made = await readSites();
  expect(made.map(({ name }) => name)).toEqual(['Fernway', 'Gannet House', 'Shiftwell']);
  for (const [index, site] of made.entries()) {
    const { facts, systemPrompt } = demoSites[index] ?? {};
    expect(site.allowedOrigins).toEqual(['http://localhost:*', 'http://127.0.0.1:*']);
    expect(site.suggestions).toHaveLength(4);
    expect(site.publishedPromptVersion?.systemPrompt).toBe(systemPrompt);
    expect(site.knowledgeSources.map(({ name }) => name).toSorted()).toEqual(
      facts?.map(({ title }) => title).toSorted(),
    );
    expect(new Set(site.knowledgeSources.map(({ kind, format }) => `${kind} ${format}`))).toEqual(
      new Set(['fact text']),
    );
  }
  await seed();
  expect(await readSites()).toEqual(made);

  const [shop, hotel] = made;
  if (!shop || !hotel) throw new Error('no sites');
  await database.site.update({ where: { id: shop.id }, data: { name: 'Mine', allowedOrigins: [] } });
  await publishPromptVersion(database, { siteId: shop.id, systemPrompt: 'Mine.' });
  await database.knowledgeSource.delete({ where: { id: shop.knowledgeSources[0]?.id ?? '' } });
  // All that the hotel knew was deleted, after it had been imported.
  await database.knowledgeSource.deleteMany({ where: { siteId: hotel.id } });
  await database.site.update({ where: { id: hotel.id }, data: { knowledgeVersion: { increment: 1 } } });
  const edited = await readSites();
  await seed();
  expect(await readSites()).toEqual(edited);
  await database.site.deleteMany({ where: { key: { in: demoSites.map(({ key }) => key) } } });
  await seed();
  expect(await readSites()).toEqual([]);
}, 180_000);
