import { keepForAll } from '../../../../scripts/testing/keep.ts';
import { createDatabase, type Database } from '../connection/client.ts';

/** The store of the test file, on connections of its own, which end when all its tests are over. */
export function useTestDatabase(options: { maxConnections?: number } = {}): Database {
  const database = createDatabase({ url: process.env.TEST_DATABASE_URL ?? '', ...options });
  keepForAll({ close: () => database.$disconnect() });
  return database;
}
