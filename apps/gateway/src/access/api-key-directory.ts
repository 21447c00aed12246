import { type Database, findApiKey, type HeldApiKey } from '@frontdesk/database';
import { KeyLookUps } from './key-look-ups.ts';
import type { RateLimits } from './rate-limits.ts';

/** API keys as they are now: one that is revoked opens nothing any more. */
export class ApiKeyDirectory {
  readonly #database: Database;
  readonly #lookUps: KeyLookUps;

  constructor(database: Database, limits: Pick<RateLimits, 'lookUp'>) {
    this.#database = database;
    this.#lookUps = new KeyLookUps(limits);
  }

  /** @param address of who asks, which limits count by. @throws CodedError `rate_limited`, `site_unknown` */
  find(key: string, address: string): Promise<HeldApiKey | null> {
    return this.#lookUps.find(key, address, () => findApiKey(this.#database, key));
  }
}
