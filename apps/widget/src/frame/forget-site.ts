import type { ChatStorage } from '@frontdesk/chat';

/** Pure: whether a key is of that site. */
export const isOf = (siteKey: string) => (key: string) =>
  key.startsWith('frontdesk') && key.includes(`frontdesk:${siteKey}:`);

/** Forgets all that is kept of one site, whoever its customers were. What other sites of the same gateway keep there, stays. */
export function forgetSite(storage: ChatStorage, siteKey: string): void {
  for (const key of storage.keys('').filter(isOf(siteKey))) storage.remove(key);
}

/** The same for what the browser keeps, of an earlier consent, where nothing may be stored now, and so nothing be tried out. */
export function forgetStored(siteKey: string): void {
  try {
    for (const place of [localStorage, sessionStorage])
      for (const key of Object.keys(place).filter(isOf(siteKey))) place.removeItem(key);
  } catch {
    // Where storage is blocked, nothing is kept.
  }
}
