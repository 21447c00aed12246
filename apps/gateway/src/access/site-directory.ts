import { type Database, findSiteByKey, type Site } from '@frontdesk/database';
import type { SiteRemovals } from './site-removals.ts';

/** A site's row changes seldom, and whoever changes its origins can wait this long until every gateway knows. */
const keptMs = 5_000;

type KnownSite = Pick<Site, 'id' | 'allowedOrigins' | 'httpMessagesPerMinute' | 'widgetSettings'>;

/**
 * Sites by their public key, as they were a few seconds ago at most: what decides who may ask, not what is answered. Keys
 * that name no site are asked for each time: there is no end of them.
 */
export class SiteDirectory {
  readonly #database: Database;
  readonly #sites = new Map<string, { site: Promise<KnownSite | null>; untilMs: number }>();

  constructor(database: Database, removals: Pick<SiteRemovals, 'onChange'>) {
    this.#database = database;
    removals.onChange(() => this.#sites.clear());
  }

  byKey(key: string): Promise<KnownSite | null> {
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
