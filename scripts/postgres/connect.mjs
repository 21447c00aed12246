/**
 * Connects to a database. A connection that is lost fails the query that runs or comes next.
 *
 * @param {import('pg').ClientConfig} config
 * @returns {Promise<import('pg').Client>}
 */
export async function connect(config) {
  // It is there only once dependencies are installed.
  const { default: pg } = await import('pg');
  const client = new pg.Client(config);
  // The next query rejects; an error that nobody listens to would end this process, past all tidying.
  client.on('error', () => {});
  await client.connect();
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
