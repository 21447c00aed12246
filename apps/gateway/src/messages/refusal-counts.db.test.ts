import { useTestDatabase } from '@frontdesk/database/testing';
import { createLogger } from '@frontdesk/telemetry';
import { expect, test } from 'vitest';
import { createTestSite } from '../testing/test-site.ts';
import { countRefusals } from './refusal-counts.ts';

const database = useTestDatabase();

const at = (second: number) => new Date(Date.UTC(2026, 2, 18, 12, 0, second));
const logger = createLogger({ name: 'test', level: 'silent', format: 'json' });
const stored = async (siteId: string) => {
  const rows = await database.serviceMinute.findMany({ where: { siteId }, orderBy: { minute: 'asc' } });
  return rows.map(({ minute, refused }) => [minute.toISOString(), refused]);
};

test('what was refused is stored by site and minute, at the latest when a gateway stops', async () => {
  const [one, other] = [await createTestSite(database), await createTestSite(database)];
  const counts = countRefusals({ database, logger });
  for (const second of [0, 59, 60]) counts.add(one.id, at(second));
  counts.add(other.id, at(1));
  expect(await stored(one.id)).toEqual([]);
  await counts.close();
  expect(await stored(one.id)).toEqual([
    ['2026-03-18T12:00:00.000Z', 2],
    ['2026-03-18T12:01:00.000Z', 1],
  ]);
  expect(await stored(other.id)).toEqual([['2026-03-18T12:00:00.000Z', 1]]);
});

test('what could not be stored is kept for the next time', async () => {
  const site = await createTestSite(database);
  // Names a table that is away for a moment.
  await database.$executeRaw`ALTER TABLE service_minute RENAME TO service_minute_away`;
  const counts = countRefusals({ database, logger });
  counts.add(site.id, at(0));
  await counts.close();
  await database.$executeRaw`ALTER TABLE service_minute_away RENAME TO service_minute`;
  await counts.close();
  expect(await stored(site.id)).toEqual([['2026-03-18T12:00:00.000Z', 1]]);
});
