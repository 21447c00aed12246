import { endWhenLost } from '@frontdesk/database/end-when-lost';
import { impatientSocket } from '@frontdesk/database/impatient-socket';
import { limitSession } from '@frontdesk/database/limit-session';
import { PostgresConnection, PostgresQueueBackend } from 'bullmq';
import type pg from 'pg';
import { PatientClient } from './patient-client.ts';
import type { QueueConnection, QueueConnectionOptions } from './queue-connection.ts';

/** A query takes a few milliseconds, and each process has some ten a second. */
const poolSize = 2;

/** One pool, and one connection that listens once something is consumed; BullMQ's own factory takes both for each queue. */
export async function connectQueuesToPostgres({
  databaseUrl,
  onError,
}: QueueConnectionOptions & { databaseUrl: string }): Promise<QueueConnection> {
  const postgres = new PostgresConnection({
    ...{ connectionString: databaseUrl, schema: 'bullmq', migrate: true },
    ...{ stream: impatientSocket, keepAlive: true, keepAliveInitialDelayMillis: 60_000 },
    // An idle connection stays, as those of the store do (packages/database, client.ts): the next customer need not wait for one.
    ...{ max: poolSize, Client: PatientClient, idleTimeoutMillis: 0 },
    onConnect: (client: pg.ClientBase) => {
      endWhenLost(client, databaseUrl);
      return limitSession(client);
    },
  });
  postgres.on('error', onError);
  try {
    await postgres.waitUntilReady();
  } catch (error) {
    await postgres.close();
    throw error;
  }
  const inTurn = takeTurns();
  return {
    onError,
    backend: (name, options, { withBlockingConnection } = {}) => {
      const backend = new PostgresQueueBackend(postgres, name, { ...options, connection: postgres.pool }, false);
      listenInTurn(backend, inTurn);
      if (withBlockingConnection) postgres.on('listenerinvalidated', () => void listenAgain(backend));
      return backend;
    },
    close: () => postgres.close(),
  };
}

type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** @returns runs what it is given after all that it was given before, whatever became of that */
function takeTurns(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
}

/**
 * All backends listen on one connection, and each says so there when it first waits for a job. `pg` takes a query while another one
 * runs with a warning, and from version 9 on not at all.
 */
function listenInTurn(backend: PostgresQueueBackend, inTurn: InTurn): void {
  // Private, as BullMQ sees to a connection of one backend only.
  const listener = backend as unknown as { ensureListening(): Promise<unknown> };
  const listen = listener.ensureListening.bind(backend);
  listener.ensureListening = () => inTurn(listen);
}

/** A backend that does not own its connection is not told by itself that it listens on one that was lost. */
async function listenAgain(backend: PostgresQueueBackend): Promise<void> {
  await backend.disconnectBlocking();
  await backend.reconnectBlocking();
}
