import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connect } from './connect.mjs';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

it('says of a database that takes connections and never answers that it cannot be used', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const failed = connect({ connectionString: `postgresql://nobody@127.0.0.1:${port}/shop` }).catch((error) => error);
  await vi.waitFor(() => expect(sockets).toHaveLength(1), { timeout: 5_000 });
  vi.advanceTimersByTime(30_000);
  const { name, message } = await failed;
  expect({ name, message }).toEqual({
    name: 'OperatorError',
    message: `The database shop at 127.0.0.1:${port} cannot be used: it gave no answer for 30 s`,
  });
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => mute.close(resolve));
});
