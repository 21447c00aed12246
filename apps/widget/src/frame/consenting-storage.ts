import { type ChatStorage, createMemoryStorage } from '@frontdesk/chat';
import { isOf } from './forget-site.ts';

/** Touches nothing until the customer has agreed; then what memory held goes where it lasts, and back when they do not any more. */
export interface ConsentingStorage extends ChatStorage {
  allow(): void;
  deny(): void;
}

/** @param open makes the lasting storage, when that may be touched */
export function createConsentingStorage(allowed: boolean, siteKey: string, open: () => ChatStorage): ConsentingStorage {
  let lasting: ChatStorage | null = null;
  const openOnce = () => {
    lasting ??= open();
    return lasting;
  };
  let storage = allowed ? openOnce() : createMemoryStorage();
  return {
    get: (key) => storage.get(key),
    set: (key, value) => storage.set(key, value),
    remove: (key) => storage.remove(key),
    keys: (prefix) => storage.keys(prefix),
    allow() {
      if (allowed) return;
      allowed = true;
      const memory = storage;
      storage = openOnce();
      for (const key of memory.keys('')) storage.set(key, memory.get(key) ?? '');
    },
    deny() {
      if (!allowed) return;
      allowed = false;
      const stored = storage;
      storage = createMemoryStorage();
      for (const key of stored.keys('').filter(isOf(siteKey))) {
        storage.set(key, stored.get(key) ?? '');
        stored.remove(key);
      }
    },
  };
}
