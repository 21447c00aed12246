import { setTimeout as sleep } from 'node:timers/promises';

/** A worker that never became ready is tried again after so long: its model may be there by then. */
const RETRY_MS = 30_000;

/**
 * The workers of a deployment: as many as are wanted, each a part of its own that is started again when it dies.
 *
 * @typedef {object} WorkerPoolOptions
 * @property {(number: number) => import('./part.mjs').Part} makePart the first worker has the number 1; the number of one
 *   that has ended is given again
 * @property {number} max never more processes than that, those that still end among them
 * @property {(text: string) => void} [onChange] what an operator should know
 * @property {number} [retryMs]
 */
export class WorkerPool {
  name = 'worker';
  #options;
  /** By number: those that are wanted, and those that end. @type {Map<number, import('./part.mjs').Part>} */
  #kept = new Map();
  /** @type {Map<number, import('./part.mjs').Part>} */
  #ending = new Map();
  /** @type {Set<Promise<unknown>>} */
  #ends = new Set();
  #wanted = 0;
  #stopping = new AbortController();

  /** @param {WorkerPoolOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** Those that are wanted, the first one first: ready, starting, or being started again. */
  get parts() {
    return [...this.#kept].sort(([one], [other]) => one - other).map(([, part]) => part);
  }

  /**
   * Starts the first ones and waits until all are ready.
   *
   * @param {number} count
   * @throws {import('../operator-error.mjs').OperatorError} when one does not start
   */
  async start(count) {
    this.#wanted = count;
    await Promise.all(Array.from({ length: count }, () => this.#add().start()));
  }

  /**
   * Keeps so many from now on. A new one is no use before it is ready, and nothing waits for it; one that goes finishes
   * what it can, gives the rest back, and makes room for another one only when it is gone.
   *
   * @param {number} wanted
   * @param {string} reason for the operator, in words
   */
  follow(wanted, reason) {
    const count = Math.min(this.#options.max, Math.max(1, wanted));
    if (count === this.#wanted || this.#stopping.signal.aborted) return;
    this.#tell(`${count} ${count === 1 ? 'worker' : 'workers'} instead of ${this.#wanted}: ${reason}`);
    this.#wanted = count;
    this.#adjust();
  }

  /** Ends all for good, in order. */
  async stop() {
    this.#stopping.abort();
    await Promise.all([...this.#kept.values()].map((part) => part.stop()));
    await Promise.all(this.#ends);
  }

  /** Ends all at once. */
  stopNow() {
    this.#stopping.abort();
    for (const part of [...this.#kept.values(), ...this.#ending.values()]) part.stopNow();
  }

  #adjust() {
    if (this.#stopping.signal.aborted) return;
    // The first ones stay: they have been asked most, and hold most of what was said.
    const byNumber = [...this.#kept.keys()].sort((one, other) => one - other);
    for (const number of byNumber.slice(this.#wanted)) this.#end(number);
    while (this.#kept.size < this.#wanted && this.#kept.size + this.#ending.size < this.#options.max) {
      const part = this.#add();
      const startedAt = performance.now();
      part.start().then(
        () => this.#tell(`${part.name} is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s`),
        (error) => this.#giveUp(part, error),
      );
    }
  }

  #add() {
    let number = 1;
    while (this.#kept.has(number) || this.#ending.has(number)) number += 1;
    const part = this.#options.makePart(number);
    this.#kept.set(number, part);
    return part;
  }

  #end(number) {
    const part = this.#kept.get(number);
    this.#kept.delete(number);
    this.#ending.set(number, part);
    const end = part.stop().finally(() => {
      this.#ending.delete(number);
      this.#ends.delete(end);
      this.#adjust();
    });
    this.#ends.add(end);
  }

  /** The others go on without it. */
  async #giveUp(part, error) {
    const number = [...this.#kept].find(([, one]) => one === part)?.[0];
    // It was ended before it was ready.
    if (number === undefined || this.#stopping.signal.aborted) return;
    this.#kept.delete(number);
    const { retryMs = RETRY_MS } = this.#options;
    this.#tell(`${error.message}\nIt is tried again in ${retryMs / 1000} s.`);
    await sleep(retryMs, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => {});
    this.#adjust();
  }

  #tell(text) {
    this.#options.onChange?.(text);
  }
}
