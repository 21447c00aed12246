import type { ConversationSummary } from '@frontdesk/protocol';

/** How far this tab has heard of a site. */
interface Heard {
  /** The newest activity, by the gateway's clock. */
  newest: string;
  /** When it heard last, or was left, by this device's. */
  atMs: number;
}

const prefix = 'frontdesk.heard:';
/** While a page is loaded no more than that passes. After longer, whoever comes back looks at the list. */
const loadingMs = 60_000;

/** Notes how far this tab has heard of a site, for its next page: what is newer came about while that was loaded. */
export function noteHeard(siteId: string, conversations: readonly ConversationSummary[]): void {
  const times = [read(siteId)?.newest ?? '', ...conversations.map((one) => one.lastActivityAt)];
  write(siteId, times.toSorted().at(-1) ?? '');
}

/** Notes that the page is left: until then it would have heard. */
export function noteLeft(siteId: string): void {
  const heard = read(siteId);
  if (heard) write(siteId, heard.newest);
}

/** @returns the newest activity that this tab has heard of a moment ago, by the gateway's clock; null: it has not */
export function heardBefore(siteId: string): string | null {
  const heard = read(siteId);
  return heard && Date.now() - heard.atMs < loadingMs ? heard.newest : null;
}

/** Whoever comes next at this browser is told of nothing that came about before. */
export function forgetHeard(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

function read(siteId: string): Heard | null {
  try {
    const kept: Partial<Heard> | null = JSON.parse(sessionStorage.getItem(prefix + siteId) ?? 'null');
    const { newest, atMs } = kept ?? {};
    return typeof newest === 'string' && typeof atMs === 'number' ? { newest, atMs } : null;
  } catch {
    return null;
  }
}

function write(siteId: string, newest: string): void {
  try {
    sessionStorage.setItem(prefix + siteId, JSON.stringify({ newest, atMs: Date.now() } satisfies Heard));
  } catch {
    // The next page then hears only of what comes about from then on.
  }
}
