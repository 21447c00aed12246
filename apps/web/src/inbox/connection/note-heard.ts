import type { ConversationSummary } from '@frontdesk/protocol';

/**
 * Notes how far this tab has heard of a site, for its next page: what is newer came about while that was loaded.
 * @returns how far it had before: the newest activity, by the gateway's clock. Null: it has not
 */
export function noteHeard(siteId: string, conversations: readonly ConversationSummary[]): string | null {
  const key = `frontdesk.heard:${siteId}`;
  try {
    const before = sessionStorage.getItem(key);
    const [newest = ''] = [before ?? '', ...conversations.map((one) => one.lastActivityAt)].toSorted().slice(-1);
    sessionStorage.setItem(key, newest);
    return before;
  } catch {
    return null;
  }
}
