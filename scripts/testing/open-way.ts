import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on which connections can die without a word to either end, while new ones go through. */
export interface Way {
  /** The server's, by this way. */
  url: string;
  /** How many connections were made on it. */
  made(): number;
  /** Nothing comes through any more on the connections that there are. */
  fallSilent(): void;
  close(): Promise<void>;
}

export async function openWay(serverUrl: string): Promise<Way> {
  const url = new URL(serverUrl);
  const server = { host: url.hostname, port: Number(url.port || 5432) };
  const sockets = new Set<Socket>();
  let made = 0;
  const through = createServer((near) => {
    made += 1;
    const far = connect(server);
    near.pipe(far).pipe(near);
    for (const one of [near, far]) sockets.add(one.on('error', () => {}));
  });
  await new Promise<void>((resolve) => through.listen(0, '127.0.0.1', resolve));
  url.hostname = '127.0.0.1';
  url.port = String((through.address() as AddressInfo).port);
  return {
    url: url.href,
    made: () => made,
    fallSilent: () => {
      for (const one of sockets) one.unpipe().pause();
    },
    close: async () => {
      for (const one of sockets) one.destroy();
      await new Promise((resolve) => through.close(resolve));
    },
  };
}
