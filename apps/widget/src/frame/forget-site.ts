import type { ChatStorage } from '@frontdesk/chat';

/** Forgets all that is kept of one site, whoever its customers were. What other sites of the same gateway keep there, stays. */
export function forgetSite(storage: ChatStorage, siteKey: string): void {
  for (const key of storage.keys('frontdesk')) if (key.includes(`frontdesk:${siteKey}:`)) storage.remove(key);
}
