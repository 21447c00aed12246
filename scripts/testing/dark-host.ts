import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** A server that nobody reaches: whoever connects gets no answer at all, as from a host that is switched off. */
export interface DarkHost {
  url: string;
  close(): Promise<void>;
}

// A thread that stands still accepts nothing; the system does so for it until the queue is full, and ignores who comes then.
const listenAndStandStill = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer().listen(0, '127.0.0.1', 1, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;

export async function startDarkHost(): Promise<DarkHost> {
  const listening = new Worker(listenAndStandStill, { eval: true });
  const port = await new Promise<number>((resolve) => listening.once('message', resolve));
  const queued: Socket[] = [];
  for (let isFull = false; !isFull; ) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    queued.push(socket);
    isFull = await Promise.race([
      new Promise<false>((resolve) => socket.once('connect', () => resolve(false))),
      sleep(500, true),
    ]);
  }
  return {
    url: `postgresql://nobody@127.0.0.1:${port}/nothing`,
    close: async () => {
      for (const socket of queued) socket.destroy();
      await listening.terminate();
    },
  };
}
