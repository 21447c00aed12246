import { type ChatStorage, draftKey, visitorKey } from '@frontdesk/chat';

/**
 * What is kept for one customer whom the site's server named: under keys of their own, so that nobody who uses the browser after
 * them gets it. What an anonymous visitor has not sent yet is theirs from now on; the anonymous token stays where it is. What
 * another customer has only begun to write in this tab is forgotten.
 */
export function createIdentifiedStorage(storage: ChatStorage, externalId: string, siteKey: string): ChatStorage {
  const own = `frontdesk@${externalId}:`;
  const place = (key: string) => (key === visitorKey(siteKey) ? key : own + key);
  const draft = draftKey(siteKey);
  for (const key of storage.keys('frontdesk@'))
    if (key.endsWith(`:${draft}`) && key !== own + draft) storage.remove(key);
  for (const key of storage.keys(`frontdesk:${siteKey}:pending:`)) {
    storage.set(place(key), storage.get(key) ?? '');
    storage.remove(key);
  }
  return {
    get: (key) => storage.get(place(key)),
    set: (key, value) => storage.set(place(key), value),
    remove: (key) => storage.remove(place(key)),
    keys: (prefix) => storage.keys(own + prefix).map((key) => key.slice(own.length)),
  };
}
