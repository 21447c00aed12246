/** Texts by their token ids, first id first. */
export class TokenTrie<Entry> {
  readonly #children = new Map<number, TokenTrie<Entry>>();
  readonly #entries: Entry[] = [];
  readonly #ended: Entry[] = [];

  /** All texts that go on from here. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** Texts that end here. */
  get ended(): readonly Entry[] {
    return this.#ended;
  }

  get children(): ReadonlyMap<number, TokenTrie<Entry>> {
    return this.#children;
  }

  add(ids: readonly number[], entry: Entry): void {
    let node: TokenTrie<Entry> = this;
    node.#entries.push(entry);
    for (const id of ids) {
      let child = node.#children.get(id);
      if (!child) {
        child = new TokenTrie();
        node.#children.set(id, child);
      }
      child.#entries.push(entry);
      node = child;
    }
    node.#ended.push(entry);
  }
}
