import type { PassageIndex } from './passage-index.ts';

/** A site's passages at a knowledge version. */
export interface SiteIndex {
  version: number;
  index: PassageIndex;
}

/** The indexes of the sites that were asked about last, each at one knowledge version; those beyond the room are let go. */
export class SiteIndexes {
  readonly #load: (siteId: string) => Promise<SiteIndex>;
  readonly #mostPassages: number;
  /** Least recently used first. */
  readonly #loaded = new Map<string, SiteIndex>();
  readonly #loads = new Map<string, Promise<SiteIndex>>();

  /**
   * @param load reads a site's passages as they are; a failure is not remembered
   * @param mostPassages of all sites together; about 3.5 KB each. One site may have more
   */
  constructor(load: (siteId: string) => Promise<SiteIndex>, mostPassages = 200_000) {
    this.#load = load;
    this.#mostPassages = mostPassages;
  }

  /** The site's index at that version or a later one. One load of a site runs at a time. @throws what `load` throws */
  async get(siteId: string, version: number): Promise<PassageIndex> {
    const known = this.#loaded.get(siteId);
    if (known && known.version >= version) {
      this.#loaded.delete(siteId);
      this.#loaded.set(siteId, known);
      return known.index;
    }
    const running = this.#loads.get(siteId);
    if (running) {
      const loaded = await running;
      if (loaded.version >= version) return loaded.index;
    }
    // What ran began before the change: all who waited for it share the next one.
    const next = await (this.#loads.get(siteId) ?? this.#begin(siteId));
    return next.index;
  }

  /** Lets a site's index go. */
  delete(siteId: string): void {
    this.#loaded.delete(siteId);
    this.#loads.delete(siteId);
  }

  #begin(siteId: string): Promise<SiteIndex> {
    const load = this.#load(siteId).then(
      (loaded) => {
        // Else the site was let go meanwhile.
        if (this.#loads.get(siteId) === load) this.#keep(siteId, loaded);
        return loaded;
      },
      (error: unknown) => {
        if (this.#loads.get(siteId) === load) this.#loads.delete(siteId);
        throw error;
      },
    );
    this.#loads.set(siteId, load);
    return load;
  }

  #keep(siteId: string, loaded: SiteIndex): void {
    this.#loads.delete(siteId);
    this.#loaded.delete(siteId);
    this.#loaded.set(siteId, loaded);
    this.#makeRoom(siteId);
  }

  #makeRoom(latest: string): void {
    let total = 0;
    for (const { index } of this.#loaded.values()) total += index.size;
    for (const [siteId, { index }] of this.#loaded) {
      if (total <= this.#mostPassages) return;
      if (siteId === latest) continue;
      this.#loaded.delete(siteId);
      total -= index.size;
    }
  }
}
