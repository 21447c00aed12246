import type { Socket } from 'socket.io';

/** The same for each socket that its client opens on one connection, by leaving a namespace and joining it again. */
export const connectionId = ({ conn }: { conn: Socket['conn'] }): string =>
  // Hidden by its type alone.
  (conn as unknown as { id: string }).id;
