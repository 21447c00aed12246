/** Collects objects that one owner must release, and releases them last made first. */
export class Ownership {
  readonly #objects: { release(): void }[] = [];

  own<T extends { release(): void }>(object: T): T {
    this.#objects.push(object);
    return object;
  }

  release(): void {
    for (let object = this.#objects.pop(); object; object = this.#objects.pop()) object.release();
  }
}
