/** The little that the host page keeps for the widget. Before storing is allowed, and where it is blocked, it lives with the page. */
export interface PageStorage {
  read(name: Kept): string | null;
  write(name: Kept, value: string | null): void;
  /** Removes what is kept of the customer, also of an earlier consent, which would count again with the next one. */
  forget(): void;
  /** Where the customer has agreed, what was kept in memory is stored. */
  allowStorage(allowed?: boolean): void;
}

/**
 * For the life of the tab, visitor: the token, where a frame may store nothing; open: the chat is; said: something was. Longer, greeted: the greeting
 * that was shown; reset: the frame is still to forget.
 */
type Kept = 'visitor' | 'open' | 'said' | 'greeted' | 'reset';
/** Of greeted and reset: the loader has no room for their names. */
const lasting = /re/;

export function createPageStorage(siteKey: string, allowed: boolean | undefined): PageStorage {
  const memory = new Map<Kept, string | null>();

  /** Where storing is blocked, or full, there is memory. */
  function attempt<Result>(name: Kept, use: (storage: Storage, key: string) => Result): Result | undefined {
    try {
      if (allowed) return use(lasting.test(name) ? localStorage : sessionStorage, `frontdesk:${siteKey}:${name}`);
    } catch {
      // As said above.
    }
  }

  /** What is stored is not kept in memory: another tab may change it. */
  function write(name: Kept, value: string | null): void {
    const isStored = attempt(name, (storage, key) => {
      if (value === null) storage.removeItem(key);
      else storage.setItem(key, value);
      return true;
    });
    if (isStored) memory.delete(name);
    else memory.set(name, value);
  }

  return {
    read: (name) => memory.get(name) ?? attempt(name, (storage, key) => storage.getItem(key)) ?? null,
    write,
    forget() {
      const before = allowed;
      // To remove is not to store.
      allowed = true;
      for (const name of ['visitor', 'said', 'greeted'] as const) write(name, null);
      allowed = before;
    },
    allowStorage(now) {
      allowed = now;
      for (const [name, value] of memory) write(name, value);
    },
  };
}
