import { limits } from '@frontdesk/protocol';
import type { ChatStorage } from './chat-storage.ts';

/** What is written in the field and not sent, so that neither a reload nor the site's next page loses it. */
export interface KeptDraft {
  /** Empty where there is none. */
  restore(): string;
  keep(text: string): void;
}

/** Room for what is still to be shortened. */
const draftChars = 2 * limits.messageChars;

/** Where a storage holds it: of this tab alone, and among what waits to be sent, whatever becomes of which does of it. */
export const draftKey = (siteKey: string): string => `frontdesk:${siteKey}:pending:tab:draft`;

export function createKeptDraft(storage: ChatStorage, siteKey: string): KeptDraft {
  const key = draftKey(siteKey);
  return {
    restore: () => storage.get(key) ?? '',
    keep: (text) => (text.trim() === '' ? storage.remove(key) : storage.set(key, text.slice(0, draftChars))),
  };
}
