import { randomUUID } from 'node:crypto';
import type { Database } from '@frontdesk/database';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createTestSite, openTestDatabase } from '../testing/test-site.ts';
import { SiteDirectory } from './site-directory.ts';

let database: Database;
beforeAll(() => {
  database = openTestDatabase();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => database.$disconnect());

test('a site is asked for once, and again after some seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { id, key } = await createTestSite(database);
  const sites = new SiteDirectory(database, { onChange: () => () => undefined });
  const [one, two] = await Promise.all([sites.byKey(key), sites.byKey(key)]);
  expect(one).toBe(two);
  await database.site.update({ where: { id }, data: { allowedOrigins: ['https://new.example'] } });
  expect(await sites.byKey(key)).toBe(one);
  vi.advanceTimersByTime(5_001);
  expect(await sites.byKey(key)).toMatchObject({ id, allowedOrigins: ['https://new.example'] });
});

test('a site that was not there is found as soon as it is', async () => {
  const sites = new SiteDirectory(database, { onChange: () => () => undefined });
  expect(await sites.byKey(randomUUID())).toBeNull();
  const { key } = await createTestSite(database);
  await database.site.updateMany({ where: { key }, data: { key: `${key}-later` } });
  expect(await sites.byKey(key)).toBeNull();
  await database.site.updateMany({ where: { key: `${key}-later` }, data: { key } });
  expect(await sites.byKey(key)).not.toBeNull();
});
