import { type Database, type GatewayTimes, storeGatewayTimes } from '@frontdesk/database';
import type { Logger } from '@frontdesk/telemetry';

const nothing = { gatewayMs: null, gatewayTtftMs: null, queuedInMs: null };
/** Sooner than any answer of a worker ends, whose queue time is counted from them. */
const gatherMs = 50;

/**
 * Keeps what this gateway measures of its answers. Nobody waits for it: what comes within a moment is stored together, and
 * what a dying gateway had not stored yet is lost.
 */
export class MeasuredTimes {
  readonly #database: Database;
  readonly #logger: Logger;
  #times = new Map<string, GatewayTimes>();
  #storing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor({ database, logger }: { database: Database; logger: Logger }) {
    this.#database = database;
    this.#logger = logger;
  }

  note(generationId: string, measured: Partial<Omit<GatewayTimes, 'generationId'>>): void {
    const before = this.#times.get(generationId) ?? { generationId, ...nothing };
    this.#times.set(generationId, { ...before, ...measured });
    this.#timer ??= setTimeout(() => void this.#store(), gatherMs);
  }

  /** Stores what is left. */
  async close(): Promise<void> {
    await this.#store();
  }

  #store(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const times = [...this.#times.values()];
    this.#times = new Map();
    if (times.length > 0) {
      this.#storing = this.#storing
        .then(() => storeGatewayTimes(this.#database, times))
        .catch((error: unknown) => this.#logger.error({ error }, 'what the gateway measured could not be stored'));
    }
    return this.#storing;
  }
}
