import type * as z from 'zod/mini';

/** What the chat needs of a place that may outlive the page. */
export interface ChatStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  /** All keys that begin with `prefix`. */
  keys(prefix: string): string[];
}

/** What is kept under a key; null where nothing is, or something that this chat has not written. */
export function readStored<Schema extends z.ZodMiniType>(
  storage: ChatStorage,
  key: string,
  schema: Schema,
): z.output<Schema> | null {
  try {
    return schema.parse(JSON.parse(storage.get(key) ?? ''));
  } catch {
    return null;
  }
}

/**
 * What is kept under all keys that begin with `prefix`, oldest first.
 * @param read makes one of what is kept there; null where there is none to be made
 * @param timeOf its ISO time
 */
export function readOldestFirst<One>(
  storage: ChatStorage,
  prefix: string,
  read: (key: string) => One | null,
  timeOf: (one: One) => string,
): One[] {
  const all = storage.keys(prefix).flatMap((key) => read(key) ?? []);
  return all.sort((a, b) => timeOf(a).localeCompare(timeOf(b)));
}

/** Lives as long as the page. */
export function createMemoryStorage(): ChatStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/**
 * localStorage where the browser allows it, and sessionStorage for what is of this tab alone; what is too much for it is kept
 * in memory.
 * @param blocked makes what is used where the browser forbids it, as it may in third-party frames. Defaults to memory, so
 *   that the conversation lives at least as long as the page
 * @param local what takes the place of localStorage; null: the browser forbids it
 */
export function createBrowserStorage(
  blocked: () => ChatStorage = createMemoryStorage,
  local = openLocalStorage(),
): ChatStorage {
  if (local === null) return blocked();
  const memory = createMemoryStorage();
  const placeOf = (key: string) => (key.includes(':pending:tab:') ? sessionStorage : local);
  return {
    get: (key) => memory.get(key) ?? placeOf(key).getItem(key),
    set(key, value) {
      try {
        placeOf(key).setItem(key, value);
        memory.remove(key);
      } catch {
        // The quota is used up: memory is the only place left.
        memory.set(key, value);
      }
    },
    remove(key) {
      memory.remove(key);
      placeOf(key).removeItem(key);
    },
    keys: (prefix) => [
      ...new Set([
        ...memory.keys(prefix),
        ...[local, sessionStorage].flatMap(Object.keys).filter((key) => key.startsWith(prefix)),
      ]),
    ],
  };
}

function openLocalStorage(): Storage | null {
  try {
    const probe = 'frontdesk:probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    // Reading the property itself throws where storage is blocked.
    return null;
  }
}
