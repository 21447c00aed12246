import { CodedError } from '@frontdesk/protocol';
import type { Socket } from 'socket.io';
import type { NetworkShares } from '../access/network-limiter.ts';
import { NetworkCounts } from './network-counts.ts';

export type Connection = Socket['conn'];

/** As of what counts by the minute: behind a network of a carrier's there may be many. */
const shares: NetworkShares = { '/56': 4, '/24': 16, '/48': 16 };

/**
 * Counts the connections of each address, and of its networks, from the first time that one is told of until it closes: it may leave
 * a namespace and stay open. @returns counts one, or throws CodedError `rate_limited`
 */
export function connectionsByAddress(atMost: number): (address: string, connection: Connection) => void {
  const counts = new NetworkCounts(atMost, shares);
  const counted = new WeakSet<Connection>();
  return (address, connection) => {
    if (counted.has(connection) || connection.readyState === 'closed') return;
    const places = counts.placesOf(address);
    if (!counts.haveRoom(places, 1)) throw new CodedError('rate_limited', { retryAfterMs: 10_000 });
    counted.add(connection);
    counts.add(places, 1);
    connection.once('close', () => counts.add(places, -1));
  };
}
