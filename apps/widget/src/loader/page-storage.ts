/** The little that the host page keeps for the widget. Before storing is allowed, and where it is blocked, it lives with the page. */
export interface PageStorage {
  read(name: Kept): string | null;
  write(name: Kept, value: string | null): void;
  /** The customer has agreed: what was kept in memory is stored. */
  allow(): void;
}

/**
 * For the life of the tab, visitor: the token, where a frame may store nothing; open: the chat is; said: something was. Longer, greeted: the greeting
 * that was sent away; reset: the frame is still to forget.
 */
type Kept = 'visitor' | 'open' | 'said' | 'greeted' | 'reset';
const lasting = /greeted|reset/;

export function createPageStorage(siteKey: string, allowed: boolean): PageStorage {
  const memory = new Map<Kept, string | null>();

  /** Where storing is blocked, or full, there is memory. */
  function attempt(name: Kept, use: (storage: Storage, key: string) => string | null) {
    try {
      if (allowed) return use(lasting.test(name) ? localStorage : sessionStorage, `frontdesk:${siteKey}:${name}`);
    } catch {
      // As said above.
    }
    return null;
  }

  const store = (value: string | null, name: Kept) =>
    attempt(name, (storage, key) => {
      if (value === null) storage.removeItem(key);
      else storage.setItem(key, value);
      return value;
    });

  return {
    read: (name) => memory.get(name) ?? attempt(name, (storage, key) => storage.getItem(key)),
    write(name, value) {
      memory.set(name, value);
      store(value, name);
    },
    allow() {
      allowed = true;
      memory.forEach(store);
    },
  };
}
