const key = 'frontdesk.together';

/** Whether this tab's inbox was of all sites last. */
export function keptTogether(): boolean {
  try {
    return sessionStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

/** For this tab's other pages, which are about one site. */
export function keepTogether(together: boolean): void {
  try {
    if (together) sessionStorage.setItem(key, 'yes');
    else sessionStorage.removeItem(key);
  } catch {
    // They serve the site that they are about.
  }
}
