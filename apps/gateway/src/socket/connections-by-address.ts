import { CodedError } from '@frontdesk/protocol';
import type { Socket } from 'socket.io';

export type Connection = Socket['conn'];

/**
 * Counts each address's connections, from the first time that one is told of until it closes: it may leave a namespace and stay
 * open. @returns counts one, or throws CodedError `rate_limited`
 */
export function connectionsByAddress(atMost: number): (address: string, connection: Connection) => void {
  const byAddress = new Map<string, Set<Connection>>();
  return (address, connection) => {
    const open = byAddress.get(address) ?? new Set();
    if (open.has(connection) || connection.readyState === 'closed') return;
    if (open.size >= atMost) throw new CodedError('rate_limited', { retryAfterMs: 10_000 });
    byAddress.set(address, open.add(connection));
    connection.once('close', () => {
      open.delete(connection);
      if (open.size === 0) byAddress.delete(address);
    });
  };
}
