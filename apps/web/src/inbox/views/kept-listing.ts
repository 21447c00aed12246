import { type Listing, wholeInbox } from './conversation-view.ts';

const key = 'frontdesk.listings';

/** What this tab listed last in an inbox. @param scope the site, or that it is all of them */
export const keptListing = (scope: string): Listing => ({ ...wholeInbox, ...read()[scope] });

/** For the next page of the inbox in this tab. */
export function keepListing(scope: string, listing: Listing): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...read(), [scope]: listing }));
  } catch {
    // It lasts as long as the page then.
  }
}

/** Whoever comes next at this browser sees nothing of what was looked for. */
export function forgetListings(): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept.
  }
}

function read(): Record<string, Partial<Listing>> {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}');
  } catch {
    return {};
  }
}
