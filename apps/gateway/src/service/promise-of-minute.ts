import { type Database, readPromiseSince } from '@frontdesk/database';
import { mostPanelMinutes, type ServicePanel } from '@frontdesk/protocol';

const minuteMs = 60_000;

/**
 * Since when the promise is kept or broken, by site, looked up once a minute: nothing finer is told, and of all that panels ask
 * every few seconds it is what reads the most.
 */
export class PromiseOfMinute {
  readonly #database: Database;
  #minute = 0;
  #found = new Map<string, Promise<ServicePanel['promise']>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param siteIds left out, all of the installation */
  read(siteIds: readonly string[] | undefined, now: Date): Promise<ServicePanel['promise']> {
    const minute = Math.floor(now.getTime() / minuteMs);
    if (minute !== this.#minute) this.#found = new Map();
    this.#minute = minute;
    const key = siteIds?.join(' ') ?? '';
    const found = this.#found;
    const known = found.get(key);
    if (known) return known;
    const from = new Date(now.getTime() - mostPanelMinutes * minuteMs);
    const asked = readPromiseSince(this.#database, { siteIds, from, to: now });
    found.set(key, asked);
    asked.catch(() => found.delete(key));
    return asked;
  }
}
