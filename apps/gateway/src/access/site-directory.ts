import { type Database, findSiteByKey, type Site } from '@frontdesk/database';
import { KeyLookUps } from './key-look-ups.ts';
import type { RateLimits } from './rate-limits.ts';
import type { SiteRemovals } from './site-removals.ts';

/** A site's row changes seldom, and whoever changes its origins can wait this long until every gateway knows. */
const keptMs = 5_000;

type KnownSite = Pick<Site, 'id' | 'name' | 'allowedOrigins' | 'httpMessagesPerMinute' | 'widgetSettings'>;

/** Sites by their public key, as they were a few seconds ago at most: what decides who may ask, not what is answered. */
export class SiteDirectory {
  readonly #database: Database;
  readonly #lookUps: KeyLookUps;
  readonly #sites = new Map<string, { site: Promise<KnownSite | null>; untilMs: number }>();

  constructor(database: Database, removals: Pick<SiteRemovals, 'onChange'>, limits: Pick<RateLimits, 'lookUp'>) {
    this.#database = database;
    this.#lookUps = new KeyLookUps(limits);
    removals.onChange(() => {
      this.#sites.clear();
      this.#lookUps.forget();
    });
  }

  /** @param address of who asks, which limits count by. @throws CodedError `rate_limited` */
  byKey(key: string, address: string): Promise<KnownSite | null> {
    return this.#lookUps.find(key, address, () => this.#read(key));
  }

  #read(key: string): Promise<KnownSite | null> {
    const known = this.#sites.get(key);
    if (known && known.untilMs > performance.now()) return known.site;
    const site = findSiteByKey(this.#database, key);
    this.#sites.set(key, { site, untilMs: performance.now() + keptMs });
    const forget = () => {
      if (this.#sites.get(key)?.site === site) this.#sites.delete(key);
    };
    site.then((found) => found ?? forget(), forget);
    return site;
  }
}
