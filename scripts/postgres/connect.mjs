import { OperatorError } from '../operator-error.mjs';

/** As long as the services wait for a server that is slow to greet. */
const greetedMs = 30_000;

/**
 * Connects to a database. A connection that is lost fails the query that runs or comes next.
 *
 * @param {import('pg').ClientConfig & { connectionString: string }} config
 * @returns {Promise<import('pg').Client>}
 * @throws {OperatorError} when the database can't be used
 */
export async function connect(config) {
  // It is there only once dependencies are installed.
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...config, connectionTimeoutMillis: greetedMs });
  // The next query rejects; an error that nobody listens to would end this process, past all tidying.
  client.on('error', () => {});
  try {
    await client.connect();
    // As services do (packages/database, limit-session): what a host that has vanished holds is free after half a minute.
    await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3');
  } catch (error) {
    // As `pg` says it. Where a name has several addresses the system's error has a code alone.
    const isSilent = error.message === 'timeout expired';
    const why = isSilent ? `it gave no answer for ${greetedMs / 1_000} s` : error.message || error.code;
    throw new OperatorError(`The ${nameOf(config.connectionString)} cannot be used: ${why}`);
  }
  return client;
}

/**
 * Ends a connection at the abort, whatever it is asked just then, unless it is let go before.
 *
 * @param {import('pg').Client} client
 * @param {AbortSignal} [signal]
 * @returns {() => void} lets it go
 */
export function endOnAbort(client, signal) {
  const end = () => void client.end();
  if (signal?.aborted) end();
  signal?.addEventListener('abort', end, { once: true });
  return () => signal?.removeEventListener('abort', end);
}

/** A database in words, without the password. @param {string} url */
export function nameOf(url) {
  const { hostname, port, pathname } = new URL(url);
  return `database ${pathname.slice(1)} at ${hostname}:${port || 5432}`;
}
