import { type Database, findEndedClaims } from '@frontdesk/database';
import { type Logger, repeat } from '@frontdesk/telemetry';
import type { Namespace, Socket } from 'socket.io';
import type { MovedVisitors } from '../access/moved-visitors.ts';
import type { VisitorClaim } from './visitor-handshake.ts';

/** A socket outlives what its token was worth by at most this long. */
const checkEveryMs = 30_000;

/**
 * Ends customers' sockets whose tokens count no more: whose time is over, whose secret was rotated, whose visitor is somebody else's by now,
 * or gone. They come back with a new one if they can get it. @returns stops it
 */
export function watchClaims(
  namespace: Pick<Namespace, 'sockets'>,
  {
    database,
    movedVisitors,
    logger,
    everyMs = checkEveryMs,
  }: { database: Database; movedVisitors: MovedVisitors; logger: Logger; everyMs?: number | undefined },
): () => Promise<void> {
  async function check(): Promise<void> {
    const sockets = [...namespace.sockets.values()];
    for (const socket of sockets) if (claimOf(socket).expiresAt.getTime() <= Date.now()) socket.conn.close();
    const open = sockets.filter(({ connected }) => connected);
    if (open.length === 0) return;
    for (const place of await findEndedClaims(database, open.map(claimOf))) open[place]?.conn.close();
  }

  const onError = (error: unknown) => logger.error({ error }, 'customers’ tokens could not be checked');
  const stopListening = movedVisitors.onChange((visitorId) => {
    if (visitorId === null) check().catch(onError);
  });
  const stop = repeat(everyMs, check, onError);
  return () => {
    stopListening();
    return stop();
  };
}

const claimOf = ({ data }: Pick<Socket, 'data'>): VisitorClaim => data.claim;
