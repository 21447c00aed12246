import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDatabase, type Database } from '@frontdesk/database';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

export interface OwnDatabase {
  url: string;
  database: Database;
  drop(): Promise<void>;
}

/** A migrated database of its own on the tests' server: workers take every job of a queue, also those of other tests. */
export async function createOwnDatabase(serverUrl: string): Promise<OwnDatabase> {
  const name = `worker_test_${randomUUID().replaceAll('-', '')}`;
  const server = createDatabase({ url: serverUrl, maxConnections: 1 });
  await server.$executeRawUnsafe(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await promisify(execFile)('npx', ['prisma', 'migrate', 'deploy'], {
    cwd: repository,
    env: { ...process.env, DATABASE_URL: url.href },
  });
  const database = createDatabase({ url: url.href });
  return {
    url: url.href,
    database,
    drop: async () => {
      await database.$disconnect();
      await server.$executeRawUnsafe(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.$disconnect();
    },
  };
}
