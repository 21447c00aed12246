interface Entry {
  atMs: number;
  order: number;
  action: () => void;
}

/** The time of a simulation: it jumps from one event to the next. Events of one moment happen in the order they were asked for. */
export class Clock {
  nowMs = 0;
  /** A binary heap, the next one first. */
  readonly #heap: Entry[] = [];
  #order = 0;

  after(ms: number, action: () => void): void {
    if (!(ms >= 0)) throw new Error(`${ms} ms from now is not in the future`);
    const entry = { atMs: this.nowMs + ms, order: this.#order++, action };
    const heap = this.#heap;
    let place = heap.push(entry) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (!parent || !isBefore(entry, parent)) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = entry;
  }

  /** Until nothing is left to happen. */
  run(): void {
    for (let next = this.#pop(); next; next = this.#pop()) {
      this.nowMs = next.atMs;
      next.action();
    }
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (!last || last === first) return first;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || !isBefore(child, last)) break;
      heap[place] = child;
      place = 2 * place + (child === left ? 1 : 2);
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.atMs === other.atMs ? one.order < other.order : one.atMs < other.atMs;
}
