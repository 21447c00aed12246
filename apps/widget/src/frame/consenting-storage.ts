import { type ChatStorage, createMemoryStorage } from '@frontdesk/chat';

/** Touches nothing until the customer has agreed; then what memory held goes where it lasts. */
export interface ConsentingStorage extends ChatStorage {
  allow(): void;
}

/** @param open makes the lasting storage, when that may be touched */
export function createConsentingStorage(allowed: boolean, open: () => ChatStorage): ConsentingStorage {
  let storage = allowed ? open() : createMemoryStorage();
  return {
    get: (key) => storage.get(key),
    set: (key, value) => storage.set(key, value),
    remove: (key) => storage.remove(key),
    keys: (prefix) => storage.keys(prefix),
    allow() {
      if (allowed) return;
      allowed = true;
      const lasting = open();
      for (const key of storage.keys('')) lasting.set(key, storage.get(key) ?? '');
      storage = lasting;
    },
  };
}
