import type { PassageIndex } from './passage-index.ts';

interface Entry {
  version: number;
  index: Promise<PassageIndex>;
  passages: number;
}

/** The indexes of the sites that were asked about last, each at one knowledge version; those beyond the room are let go. */
export class SiteIndexes {
  readonly #load: (siteId: string, version: number) => Promise<PassageIndex>;
  readonly #mostPassages: number;
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry>();

  /**
   * @param load reads a site's passages at a version; a failure is not remembered
   * @param mostPassages of all sites together; about 2.5 KB each. One site may have more
   */
  constructor(load: (siteId: string, version: number) => Promise<PassageIndex>, mostPassages = 200_000) {
    this.#load = load;
    this.#mostPassages = mostPassages;
  }

  /** The site's index at that version; loaded once, however many ask meanwhile. @throws what `load` throws */
  get(siteId: string, version: number): Promise<PassageIndex> {
    const known = this.#entries.get(siteId);
    if (known?.version === version) {
      this.#entries.delete(siteId);
      this.#entries.set(siteId, known);
      return known.index;
    }
    const entry: Entry = { version, index: this.#load(siteId, version), passages: 0 };
    // An answer that began before a change may still ask for the old one; it does not displace the new one.
    if (!known || known.version < version) {
      this.#entries.delete(siteId);
      this.#entries.set(siteId, entry);
      entry.index.then(
        ({ size }) => {
          entry.passages = size;
          this.#makeRoom(siteId);
        },
        () => {
          if (this.#entries.get(siteId) === entry) this.#entries.delete(siteId);
        },
      );
    }
    return entry.index;
  }

  /** Lets a site's index go. */
  delete(siteId: string): void {
    this.#entries.delete(siteId);
  }

  #makeRoom(latest: string): void {
    let total = 0;
    for (const { passages } of this.#entries.values()) total += passages;
    for (const [siteId, { passages }] of this.#entries) {
      if (total <= this.#mostPassages) return;
      if (siteId === latest || passages === 0) continue;
      this.#entries.delete(siteId);
      total -= passages;
    }
  }
}
