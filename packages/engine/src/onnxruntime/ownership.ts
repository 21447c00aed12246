/** Collects objects that one owner must release, and releases them last made first. */
export class Ownership {
  readonly #objects: { release(): void }[] = [];

  own<T extends { release(): void }>(object: T): T {
    this.#objects.push(object);
    return object;
  }

  /** Also those behind one that fails; the first failure is thrown then. */
  release(): void {
    releaseAll(this.#objects.splice(0).reverse(), (object) => object.release());
  }
}

/** Releases all of them. @throws what the first one that failed has thrown, once all have had their turn */
export function releaseAll<T>(all: Iterable<T>, release: (one: T) => void): void {
  const failures: unknown[] = [];
  for (const one of all) {
    try {
      release(one);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
