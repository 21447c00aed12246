import pg from 'pg';
import { type Prisma, PrismaClient } from '../../generated/client.ts';
import { endWhenLost } from './end-when-lost.ts';
import { impatientSocket } from './impatient-socket.ts';
import { limitSession } from './limit-session.ts';
import { OneConnectionPrismaPg } from './one-connection.ts';
import { SerialPrismaPg } from './serial-transactions.ts';
import { statementNames } from './statement-names.ts';

export type Database = PrismaClient;
/** What queries take: the database itself, or the transaction they are part of. */
export type Queryable = PrismaClient | Prisma.TransactionClient;

export interface DatabaseOptions {
  url: string;
  /** Most connections of this process's pool; see the table in this package's README. Defaults to 5. */
  maxConnections?: number;
  /** What the server calls its connections; see `workerConnectionName`. */
  name?: string;
}

/**
 * A pool's connections stay: pg would end one after ten idle seconds, and where customers come seldom each would wait until
 * another is made and has prepared its statements, some 50 ms. What lies between sees that an idle one is alive.
 */
const keptConnections = { idleTimeoutMillis: 0, keepAlive: true, keepAliveInitialDelayMillis: 60_000 } as const;

/** Opens the store. Nothing connects before the first query; `$disconnect()` ends the pool. */
export function createDatabase(options: DatabaseOptions): Database {
  return clientOf(new SerialPrismaPg(poolConfig(options), { statementNameGenerator: statementNames() }));
}

/** Two ways to one pool. */
export interface Databases {
  /** Its `$disconnect()` ends the pool: the last one. */
  database: Database;
  /** For what may hold a connection for long: it has one at a time, so that the others of the pool stay free. */
  background: Database;
}

/** Opens the store twice, with the connections of one pool. */
export function createDatabases(options: DatabaseOptions): Databases {
  const pool = new pg.Pool(poolConfig(options));
  // Of both: on a connection a name means one statement.
  const statementNameGenerator = statementNames();
  return {
    database: clientOf(new SerialPrismaPg(pool, { statementNameGenerator, disposeExternalPool: true })),
    background: clientOf(new OneConnectionPrismaPg(pool, { statementNameGenerator })),
  };
}

const poolConfig = ({ url, maxConnections = 5, name }: DatabaseOptions): pg.PoolConfig => ({
  ...{ connectionString: url, max: maxConnections, stream: impatientSocket, ...keptConnections },
  onConnect: (client) => {
    endWhenLost(client, url);
    return limitSession(client);
  },
  ...(name === undefined ? {} : { application_name: name }),
});

// The other formats quote a failed query's arguments, and with them what customers wrote.
const clientOf = (adapter: SerialPrismaPg) => new PrismaClient({ adapter, errorFormat: 'minimal' });
