const keyOf = (siteId: string) => `frontdesk.set-up.${siteId}`;

/** Whether the list of a site was put away in this browser. */
export function isSetUpHidden(siteId: string): boolean {
  try {
    return localStorage.getItem(keyOf(siteId)) !== null;
  } catch {
    return false;
  }
}

export function hideSetUp(siteId: string, hidden: boolean): void {
  try {
    if (hidden) localStorage.setItem(keyOf(siteId), 'hidden');
    else localStorage.removeItem(keyOf(siteId));
  } catch {
    // It is there again with the next page.
  }
}
