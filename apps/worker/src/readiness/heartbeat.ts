import { beat, type Database, removeWorker, type WorkerHeartbeat, type WorkerState } from '@frontdesk/database';
import { repeat } from '@frontdesk/telemetry';

const beatIntervalMs = 1_000;

export interface HeartbeatOptions {
  database: Database;
  workerId: string;
  modelHash: string;
  /** Whether it has an embedding model. */
  embeds: boolean;
  /** Read at every beat. */
  status(): Pick<WorkerHeartbeat, 'slots' | 'running' | 'tokensPerSecond' | 'prefix'>;
  onError(error: unknown): void;
}

/** Says every second that this worker is there, and what it does; who is not heard of for 5 s counts as gone. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #stop: () => void;
  #state: WorkerState = 'starting';
  #last: Promise<void> = Promise.resolve();

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    this.#stop = repeat(beatIntervalMs, () => this.#beat(), options.onError);
    this.#beat().catch(options.onError);
  }

  get state(): WorkerState {
    return this.#state;
  }

  /** Changes the state and says so at once. */
  async become(state: WorkerState): Promise<void> {
    this.#state = state;
    await this.#beat();
  }

  /** Takes the worker off the list. */
  async end(): Promise<void> {
    this.#stop();
    await this.#last.catch(() => {});
    await removeWorker(this.#options.database, this.#options.workerId);
  }

  /** One after the other: an earlier one that arrives late would say what is no longer so, or bring back who has left. */
  #beat(): Promise<void> {
    const { database, workerId, modelHash, embeds, status } = this.#options;
    this.#last = this.#last
      .catch(() => {})
      .then(() => beat(database, { workerId, state: this.#state, modelHash, embeds, ...status() }));
    return this.#last;
  }
}
