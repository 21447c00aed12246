import { useTestDatabase } from '@frontdesk/database/testing';
import { afterEach, expect, test, vi } from 'vitest';
import { createTestSite } from '../testing/test-site.ts';
import { SiteDirectory } from './site-directory.ts';

const limits = { lookUp: async () => undefined };
const directory = () => new SiteDirectory(database, { onChange: () => () => undefined }, limits);

const database = useTestDatabase();
afterEach(() => {
  vi.useRealTimers();
});

test('a site is asked for once, and again after some seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const { id, key } = await createTestSite(database);
  const sites = directory();
  const [one, two] = await Promise.all([sites.byKey(key, 'a'), sites.byKey(key, 'a')]);
  expect(one).toBe(two);
  await database.site.update({ where: { id }, data: { allowedOrigins: ['https://new.example'] } });
  expect(await sites.byKey(key, 'a')).toBe(one);
  vi.advanceTimersByTime(5_001);
  expect(await sites.byKey(key, 'a')).toMatchObject({ id, allowedOrigins: ['https://new.example'] });
});

test('a site that was not there is looked for again after some seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const sites = directory();
  const { key } = await createTestSite(database);
  const later = `${key}-later`;
  expect(await sites.byKey(later, 'a')).toBeNull();
  await database.site.updateMany({ where: { key }, data: { key: later } });
  expect(await sites.byKey(later, 'a')).toBeNull();
  vi.advanceTimersByTime(2_001);
  expect(await sites.byKey(later, 'a')).not.toBeNull();
});

test('a site that was brought back is found at once', async () => {
  let change = (_siteId: string | null) => {};
  const onChange = (listener: typeof change) => {
    change = listener;
    return () => undefined;
  };
  const sites = new SiteDirectory(database, { onChange }, limits);
  const { id, key } = await createTestSite(database);
  await database.site.update({ where: { id }, data: { removedAt: new Date() } });
  expect(await sites.byKey(key, 'a')).toBeNull();
  await database.site.update({ where: { id }, data: { removedAt: null } });
  change(id);
  expect(await sites.byKey(key, 'a')).toMatchObject({ id });
});
