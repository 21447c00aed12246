import type { Socket } from 'node:net';
import pg from 'pg';
import { type Look, looksLost } from './looks-lost.ts';
import { timeOut } from './time-out.ts';

const everyMs = 5_000;
/** For another connection to tell; less, so that the second look follows at once. */
const lookMs = 4_000;
/** How many times in a row nothing has come before the server is asked, and how many until it is asked again. */
const silentAtFirst = 3;
const silentAgain = 6;

/** What `pg` has of a client beside what its types say. */
type Client = pg.Client & { processID: number; readyForQuery: boolean };

/**
 * Ends a connection whose other side has vanished without a word while a query was under way: a host that died, a failover,
 * a firewall that forgot it. Of that the system says so after a quarter of an hour; here its queries fail within half a
 * minute, with the system's error, as those of any connection that is lost. A query may take as long as it takes: another
 * connection asks the server whether it is at it.
 * @param ofConnected must have connected
 */
export function endWhenLost(ofConnected: pg.ClientBase, url: string): void {
  const client = ofConnected as Client;
  let heard = -1;
  let silent = 0;
  let askedAt = silentAtFirst;
  let suspected = false;
  let isAsked = false;

  async function ask(): Promise<void> {
    const before = heard;
    const isLost = looksLost(await look(client, url));
    // It has answered meanwhile.
    if (client.readyForQuery || socketOf(client).bytesRead !== before) return;
    if (isLost && suspected) return end(client);
    suspected = isLost;
    askedAt = silent + (isLost ? 1 : silentAgain);
  }

  const timer = setInterval(() => {
    const { bytesRead } = socketOf(client);
    if (client.readyForQuery || bytesRead !== heard) {
      heard = bytesRead;
      silent = 0;
      askedAt = silentAtFirst;
      suspected = false;
      return;
    }
    silent += 1;
    if (isAsked || silent < askedAt) return;
    isAsked = true;
    ask().finally(() => {
      isAsked = false;
    });
  }, everyMs).unref();
  client.once('end', () => clearInterval(timer));
}

/** Encrypted, it is another one than when it was made. */
const socketOf = (client: pg.Client) => client.connection.stream as Socket;

function end(client: Client): void {
  // Its queries fail, so nobody else needs to listen.
  client.on('error', () => {});
  socketOf(client).destroy(
    timeOut('read', 'The connection to the database is lost: it was silent, and nobody works on the query'),
  );
}

/** Never rejects. */
async function look(client: Client, url: string): Promise<Look> {
  const other = new pg.Client({ connectionString: url, application_name: 'frontdesk watch' }) as Client;
  other.on('error', () => {});
  let tried = false;
  let reached = false;
  socketOf(other)
    .once('connectionAttempt', () => {
      tried = true;
    })
    .once('connect', () => {
      reached = true;
    });
  const limit = setTimeout(() => socketOf(other).destroy(timeOut('read', 'No answer')), lookMs).unref();
  try {
    await other.connect();
    const { rows } = await other.query<{ pid: number; state: string | null; waitsFor: string | null }>(
      `SELECT pid, state, wait_event_type AS "waitsFor" FROM pg_stat_activity
        WHERE pid IN ($1, pg_backend_pid()) AND usename = session_user`,
      [client.processID],
    );
    const processOf = ({ processID }: Client) => rows.find(({ pid }) => pid === processID);
    return { pooled: !processOf(other), process: processOf(client), sent: socketOf(client).writableLength === 0 };
  } catch (error) {
    return { tried, reached, code: (error as { code?: string }).code };
  } finally {
    clearTimeout(limit);
    other.end().catch(() => {});
  }
}
