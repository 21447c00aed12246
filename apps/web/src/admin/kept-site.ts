const key = 'frontdesk.site';

/** The site that was looked at last in this browser; null where none was, or nothing is kept. */
export function keptSite(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** For pages whose address names none. */
export function keepSite(siteId: string): void {
  try {
    localStorage.setItem(key, siteId);
  } catch {
    // They show the first one.
  }
}
