import { readKept, visitorKey } from '../connection/visitor-credentials.ts';
import { type ChatStorage, createBrowserStorage, createMemoryStorage } from './chat-storage.ts';

/**
 * Where the hosted chat keeps what is its visitor's. A letter may have gone to somebody else, by a mistyped address or on purpose:
 * where the browser has a visitor of its own, the letter's is here for the life of the tab, with all that is written as them.
 * @param resumed a letter has just been opened
 */
export function createHostedStorage(siteKey: string, resumed: boolean): ChatStorage {
  const browser = createBrowserStorage();
  const ofTab = createTabStorage();
  const key = visitorKey(siteKey);
  if (ofTab === null) return browser;
  if (!resumed) return ofTab.get(key) === null ? browser : ofTab;
  // Of another letter.
  for (const one of ofTab.keys(`frontdesk:${siteKey}:`)) ofTab.remove(one);
  const own = readKept(browser, key);
  return own !== null && Date.parse(own.expiresAt) > Date.now() ? ofTab : browser;
}

/** Under names of its own, beside what is of this tab of the browser's visitor; null where the browser forbids it. */
function createTabStorage(): ChatStorage | null {
  const storage = openSessionStorage();
  if (storage === null) return null;
  const place = (key: string) => `letter:${key}`;
  return {
    get: (key) => storage.get(place(key)),
    set: (key, value) => storage.set(place(key), value),
    remove: (key) => storage.remove(place(key)),
    keys: (prefix) => storage.keys(place(prefix)).map((key) => key.slice(place('').length)),
  };
}

function openSessionStorage(): ChatStorage | null {
  try {
    return createBrowserStorage(createMemoryStorage, sessionStorage);
  } catch {
    // Reading the property itself throws where storage is blocked.
    return null;
  }
}
