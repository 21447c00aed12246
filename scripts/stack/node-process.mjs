import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** An address: of a path, `#`, `?` and `%` would be read as an address's. */
const END_WITH_SUPERVISOR = new URL('end-with-supervisor.mjs', import.meta.url).href;

/**
 * Starts a Node program in a process group of its own, with a channel to this process. When the channel closes,
 * because this process ended in whatever way, the program ends too.
 *
 * @param {string} file
 * @param {{ cwd: string, env: Record<string, string | undefined> }} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function spawnNode(file, { cwd, env }) {
  return spawn(process.execPath, ['--enable-source-maps', '--import', END_WITH_SUPERVISOR, file], {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/**
 * Resolves when the program has sent `{ ready: true }`.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {AbortSignal} signal aborts when the program has ended
 */
export function untilItSaysReady(child, signal) {
  return new Promise((/** @type {(value?: undefined) => void} */ resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    child.on('message', (message) => {
      if (typeof message === 'object' && 'ready' in message && message.ready === true) resolve();
    });
  });
}

/**
 * Resolves when `url` answers with a status below 500.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function untilItAnswers(url, signal) {
  for (;;) {
    signal.throwIfAborted();
    try {
      const response = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(5_000)]),
      });
      await response.body?.cancel();
      if (response.status < 500) return;
    } catch (error) {
      signal.throwIfAborted();
      // Not listening yet, or not answering yet.
      if (error.name !== 'TypeError' && error.name !== 'TimeoutError') throw error;
    }
    await sleep(50);
  }
}
