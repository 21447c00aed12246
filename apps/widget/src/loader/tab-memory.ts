/** One value that outlives the page but not the tab; nothing where the host page may not store either. */
export interface TabMemory {
  read(): string | null;
  write(value: string | null): void;
}

export function createTabMemory(siteKey: string): TabMemory {
  const key = `frontdesk:${siteKey}`;
  return {
    read() {
      try {
        return sessionStorage.getItem(key);
      } catch {
        // Blocked: the conversation lives as long as the page.
        return null;
      }
    },
    write(value) {
      try {
        if (value === null) sessionStorage.removeItem(key);
        else sessionStorage.setItem(key, value);
      } catch {
        // Blocked or full, as above.
      }
    },
  };
}
