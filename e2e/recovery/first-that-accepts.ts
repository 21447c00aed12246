import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands in for a reverse proxy: one address for several servers. */
export interface Front {
  url: string;
  close(): void;
}

/** Passes each connection to the first of `ports` where somebody listens; one that ends there ends here. */
export async function openFront(ports: readonly number[]): Promise<Front> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on('close', () => open.delete(client)).on('error', () => {});
    pass(client, [...ports]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      for (const client of open) client.destroy();
    },
  };
}

function pass(client: Socket, ports: number[]): void {
  const port = ports.shift();
  if (port === undefined) return void client.destroy();
  const upstream = connect(port, '127.0.0.1');
  upstream.once('error', () => pass(client, ports));
  upstream.once('connect', () => {
    upstream.removeAllListeners('error').on('error', () => {});
    upstream.on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.pipe(upstream).pipe(client);
  });
}
