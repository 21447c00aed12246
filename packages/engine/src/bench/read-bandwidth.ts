import { Worker } from 'node:worker_threads';

/** Bytes that each thread streams through: together far more than any cache holds. */
const BYTES_PER_THREAD = 640 * 1024 * 1024;
const PASSES = 3;

/** Looks for a byte that isn't there: the C library's search reads as fast as memory gives. */
const stream = `
  const { parentPort, workerData } = require('node:worker_threads');
  const bytes = Buffer.alloc(workerData.bytes, 1);
  parentPort.once('message', () => {
    for (let pass = 0; pass < workerData.passes; pass++) bytes.indexOf(2);
    parentPort.postMessage('done');
  });
  parentPort.postMessage('ready');
`;

/** Bytes per second that `threads` threads read together from memory. */
export async function measureReadBandwidth(threads: number): Promise<number> {
  const workerData = { bytes: BYTES_PER_THREAD, passes: PASSES };
  const workers = Array.from({ length: threads }, () => new Worker(stream, { eval: true, workerData }));
  const next = (worker: Worker) => new Promise((resolve) => worker.once('message', resolve));
  await Promise.all(workers.map(next));
  const started = performance.now();
  const done = workers.map(next);
  for (const worker of workers) worker.postMessage('go');
  await Promise.all(done);
  const seconds = (performance.now() - started) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return (threads * BYTES_PER_THREAD * PASSES) / seconds;
}
