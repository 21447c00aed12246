import type { Server, Socket } from 'socket.io';

/** More than any one answer has. */
const unsentCharsAtMost = 2 * 1024 * 1024;

/**
 * Closes connections whose client does not read what it is told, whether it asked for it or not: that waits in memory, and who
 * only answers pings is never missed. A client that connects again goes on where it was.
 */
export function closeUnread({ engine }: Server): void {
  engine.on('connection', (connection: Socket['conn']) => {
    let unsentChars = 0;
    connection.on('flush', () => {
      unsentChars = 0;
    });
    connection.on('packetCreate', ({ data }: { data?: string }) => {
      // Not at once: this may be in the midst of telling others the same.
      if (unsentChars > unsentCharsAtMost) process.nextTick(() => connection.close(true));
      unsentChars += data?.length ?? 0;
    });
  });
}
