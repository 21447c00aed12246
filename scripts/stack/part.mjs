import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../operator-error.mjs';
import { HEALTHY_AFTER_MS, restartDelayMs } from './restart-delay.mjs';

const FAILED_STARTS = 3;
const LINES_KEPT = 30;
const KILLED = 'by SIGKILL';

/**
 * One process of the deployment, started again whenever it ends until it is told to stop.
 *
 * @typedef {object} PartOptions
 * @property {string} name as the logs show it
 * @property {() => import('node:child_process').ChildProcess | Promise<import('node:child_process').ChildProcess>} spawn
 *   starts the process in a process group of its own (`detached`), so that the terminal's signals reach the supervisor alone
 * @property {(child: import('node:child_process').ChildProcess, signal: AbortSignal) => Promise<void>} untilReady
 *   resolves when it serves; `signal` aborts when the process has ended
 * @property {NodeJS.Signals} stopSignal asks it to end in order
 * @property {number} graceMs how long it may take to do so before it is killed
 * @property {(line: string) => void} onLine each line it writes
 * @property {() => number} [leastRestartMs] how long it waits at least before it is started again, once it was ready
 * @property {(text: string) => void} onNotice what an operator should know: it ended, it is back
 */
export class Part {
  #options;
  #child;
  #endsInARow = 0;
  #stopping = false;
  #lastLines = [];
  #everReady = false;
  #ready = withResolvers();
  #waking = new AbortController();
  #running;

  /** @param {PartOptions} options */
  constructor(options) {
    this.#options = options;
    this.name = options.name;
  }

  /** The process's number, while there is one. */
  get pid() {
    return this.#child?.pid;
  }

  /**
   * Starts it and waits until it is ready for the first time.
   *
   * @throws {OperatorError} when it ended three times before that, with its last lines
   */
  async start() {
    this.#running = this.#keepRunning();
    this.#running.catch(() => {});
    await this.untilReady();
  }

  /** Resolves as soon as the present process, or else the one that replaces it, is ready. */
  untilReady() {
    return this.#ready.promise;
  }

  /**
   * Kills the present process and resolves when it is gone; it is then started again like one that died by itself.
   *
   * @param {NodeJS.Signals} [signal]
   */
  async kill(signal = 'SIGKILL') {
    const child = this.#child;
    if (!child) return;
    const ended = endOf(child);
    child.kill(signal);
    await ended;
  }

  /** Ends it for good: in order, or by force after its grace. */
  async stop() {
    this.#giveUp();
    const child = this.#child;
    child?.kill(this.#options.stopSignal);
    const force = child && setTimeout(() => killGroup(child), this.#options.graceMs);
    await this.#running?.catch(() => {});
    clearTimeout(force);
  }

  /** Ends it at once. */
  stopNow() {
    this.#giveUp();
    if (this.#child) killGroup(this.#child);
  }

  #giveUp() {
    this.#stopping = true;
    this.#waking.abort();
    // Nothing happens to those who have seen it ready.
    this.#ready.reject(new OperatorError(`${this.name} was stopped`));
  }

  async #keepRunning() {
    while (!this.#stopping) {
      const startedAt = Date.now();
      const how = await this.#runOnce();
      if (this.#stopping) return;
      this.#endsInARow = Date.now() - startedAt > HEALTHY_AFTER_MS ? 1 : this.#endsInARow + 1;
      if (!this.#everReady && this.#endsInARow >= FAILED_STARTS) {
        const error = new OperatorError(`${this.name} does not start: ${this.#why(how)}`);
        this.#ready.reject(error);
        throw error;
      }
      const { leastRestartMs = () => 0 } = this.#options;
      const delayMs = Math.max(this.#everReady ? leastRestartMs() : 0, restartDelayMs(this.#endsInARow));
      this.#options.onNotice(`${this.name} ended ${how}; it is started again in ${delayMs / 1000} s`);
      await sleep(delayMs, undefined, { signal: this.#waking.signal }).catch(() => {});
    }
  }

  /** @param {string} how it ended */
  #why(how) {
    const lines = this.#lastLines.join('\n');
    const [, address] = /EADDRINUSE: address already in use ([^\s"\\]+:\d+)/.exec(lines) ?? [];
    return address ? `another program has ${address}.` : `it ended ${how}.\n${lines}`;
  }

  /** Starts the process and waits until it has ended. Resolves to how it ended, in words. */
  async #runOnce() {
    let child;
    try {
      child = await this.#options.spawn();
    } catch (error) {
      return `before it began (${error.message})`;
    }
    this.#child = child;
    if (this.#stopping) child.kill(this.#options.stopSignal);
    const ended = endOf(child);
    const gone = new AbortController();
    let isOurs = false;
    for (const stream of [child.stdout, child.stderr]) this.#readLines(stream);
    const becameReady = this.#options.untilReady(child, gone.signal).then(
      () => this.#becomeReady(),
      (error) => {
        if (gone.signal.aborted) return;
        this.#lastLines.push(error.message);
        isOurs = true;
        killGroup(child);
      },
    );
    const how = await ended;
    gone.abort();
    // What it started itself ends with it.
    killGroup(child);
    await becameReady;
    this.#child = undefined;
    if (this.#everReady && !this.#stopping) this.#ready = withResolvers();
    return how === KILLED && !isOurs ? `${how} (most often there was no memory left)` : how;
  }

  #becomeReady() {
    if (this.#endsInARow > 0) this.#options.onNotice(`${this.name} is ready again`);
    this.#everReady = true;
    this.#ready.resolve();
  }

  #readLines(stream) {
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      this.#lastLines.push(line);
      if (this.#lastLines.length > LINES_KEPT) this.#lastLines.shift();
      this.#options.onLine(line);
    });
  }
}

/** Resolves when the process has ended, to how: `with exit code 1`, `by SIGKILL`. */
function endOf(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`before it began (${error.message})`));
    child.once('exit', (code, signal) => resolve(signal ? `by ${signal}` : `with exit code ${code}`));
  });
}

function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: nobody is left. EPERM: macOS says this of a group whose members have all ended.
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

/** @returns {{ promise: Promise<void>, resolve: () => void, reject: (error: Error) => void }} */
function withResolvers() {
  let resolve = () => {};
  let reject = (/** @type {Error} */ _error) => {};
  const promise = /** @type {Promise<void>} */ (
    new Promise((yes, no) => {
      resolve = () => yes(undefined);
      reject = no;
    })
  );
  // Whoever waits handles it; where nobody does, it is no failure of its own.
  promise.catch(() => {});
  return { promise, resolve, reject };
}
