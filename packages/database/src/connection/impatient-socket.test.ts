import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DarkHost, startDarkHost } from '../../../../scripts/testing/dark-host.ts';
import { createDatabase } from './client.ts';
import { isDatabaseAway } from './database-error.ts';

let dark: DarkHost;

beforeEach(async () => {
  dark = await startDarkHost();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await dark.close();
});

/** Asks a database, and how it went by the time that a connection was made for so many seconds. */
async function askAt(url: string) {
  const database = createDatabase({ url, maxConnections: 1 });
  let error: unknown;
  const asked = database.$executeRaw`SELECT 1`.catch((failure: unknown) => {
    error = failure;
  });
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0), { timeout: 5_000 });
  return {
    after: async (seconds: number) => {
      vi.advanceTimersByTime(seconds * 1_000);
      // What fails by then has said so.
      for (let turns = 0; turns < 50; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      return error;
    },
    close: () => asked.then(() => database.$disconnect()),
  };
}

it('a database whose host gives no answer is away after ten seconds', async () => {
  const asked = await askAt(dark.url);
  expect(await asked.after(8)).toBeUndefined();
  expect(isDatabaseAway(await asked.after(2))).toBe(true);
  await asked.close();
});

it('one that is slow to greet has half a minute', async () => {
  const sockets: Socket[] = [];
  const mute = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const asked = await askAt(`postgresql://nobody@127.0.0.1:${(mute.address() as AddressInfo).port}/nothing`);
  await vi.waitFor(() => expect(sockets).toHaveLength(1));
  expect(await asked.after(25)).toBeUndefined();
  expect(isDatabaseAway(await asked.after(5))).toBe(true);
  await asked.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => mute.close(resolve));
});
