import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type IQueueBackend,
  type Job,
  type JobProgress,
  type Processor,
  type Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import type { QueueConnection } from '../connection/queue-connection.ts';
import type { Slots } from './slots.ts';

export type ConsumerOptions<Payload> = Required<
  Pick<WorkerOptions, 'lockDuration' | 'stalledInterval' | 'maxStalledCount'>
> & {
  /** What it rejects with fails the job, which is not tried again. */
  work: Processor<Payload>;
  /** What went wrong with the queue itself. */
  onError(error: unknown): void;
};

/** After a lost connection. */
const retryMs = 500;

type BullmqWorker<Payload> = Worker<Payload, unknown, string, IQueueBackend, JobProgress, unknown>;

/**
 * Takes the jobs of one queue into slots that it shares with others'. A worker of BullMQ runs by itself on one queue and
 * bounds that alone; so its jobs are fetched by hand, which is a pattern of BullMQ's, and it does all the rest.
 */
export class QueueConsumer<Payload> {
  readonly #worker: BullmqWorker<Payload>;
  readonly #slots: Slots;
  readonly #onError: (error: unknown) => void;
  /** Locks by the jobs that are in hand. */
  readonly #locks = new Map<string, string>();
  readonly #inHand = new Set<Promise<void>>();
  readonly #renewing: NodeJS.Timeout;
  readonly #running: Promise<void>;
  #closing = false;

  static async start<Payload>(
    connection: QueueConnection,
    queueName: string,
    { work, onError, slots, ...limits }: ConsumerOptions<Payload> & { slots: Slots },
  ): Promise<QueueConsumer<Payload>> {
    const { Worker } = withBackend(connection.backend);
    const worker = new Worker<Payload, unknown>(queueName, work, {
      ...{ connection, autorun: false, runRetryDelay: retryMs },
      ...limits,
    });
    worker.on('error', onError);
    await worker.waitUntilReady();
    await worker.startStalledCheckTimer();
    return new QueueConsumer(worker, slots, limits.lockDuration, onError);
  }

  private constructor(
    worker: BullmqWorker<Payload>,
    slots: Slots,
    lockDurationMs: number,
    onError: (error: unknown) => void,
  ) {
    this.#worker = worker;
    this.#slots = slots;
    this.#onError = onError;
    this.#renewing = setInterval(() => this.#renewLocks(lockDurationMs), lockDurationMs / 3);
    this.#running = this.#run();
  }

  /** Takes no more jobs, and resolves when those in hand are done. */
  async close(): Promise<void> {
    this.#closing = true;
    // Nothing else ends the wait for a job before its time.
    await this.#worker.getBackend().disconnectBlocking();
    await this.#running;
    await Promise.all(this.#inHand);
    clearInterval(this.#renewing);
    await this.#worker.close();
  }

  async #run(): Promise<void> {
    while (!this.#closing) {
      try {
        await this.#takeOne();
      } catch (error) {
        if (this.#closing) return;
        this.#onError(error);
        await sleep(retryMs);
      }
    }
  }

  /** Takes a job that waits, or waits for one. */
  async #takeOne(): Promise<void> {
    const free = await this.#slots.take();
    const waiting = this.#closing
      ? undefined
      : await this.#fetch({ block: false }).catch((error) => {
          free();
          throw error;
        });
    if (waiting) return this.#begin(waiting, free);
    free();
    if (this.#closing) return;
    // Without a slot, which another queue may need; where that one took the last meanwhile, this job waits for the next.
    const job = await this.#fetch({ block: true });
    if (!job) return;
    this.#hold(job);
    this.#begin(job, await this.#slots.take());
  }

  #fetch(how: { block: boolean }): Promise<Job<Payload> | undefined> {
    return this.#worker.getNextJob(randomUUID(), how);
  }

  #begin(job: Job<Payload>, free: () => void): void {
    const { id, token } = this.#hold(job);
    const done = this.#worker
      .processJob(job, token, () => false)
      .then(() => {}, this.#onError)
      .finally(() => {
        this.#locks.delete(id);
        this.#inHand.delete(done);
        free();
      });
    this.#inHand.add(done);
  }

  /** Renews the job's lock from now on, or it would be given to another worker while it waits for a slot. */
  #hold({ id = '', token = '' }: Job<Payload>): { id: string; token: string } {
    this.#locks.set(id, token);
    return { id, token };
  }

  #renewLocks(durationMs: number): void {
    if (this.#locks.size === 0) return;
    this.#worker.extendJobLocks([...this.#locks.keys()], [...this.#locks.values()], durationMs).catch(this.#onError);
  }
}
