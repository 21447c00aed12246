/** Of a browser's tabs that hear of the same, one tells it. */
export interface NewsClaims {
  /**
   * Calls `tell`, now or in a moment, unless another tab comes first.
   * @param wanted.isOpen what it is about is before one's eyes here: other tabs need not tell it
   * @param wanted.sound whether it is to be heard
   */
  claim(key: string, tell: () => void, wanted?: { isOpen?: boolean; sound?: boolean }): void;
  close(): void;
}

export function createNewsClaims(): NewsClaims {
  const claimed = new Set<string>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const tabs = new BroadcastChannel('frontdesk:news');
  tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') claimed.add(data);
  };

  function claimNow(key: string, tell: () => void): void {
    if (claimed.has(key) || isToldLast(key)) return;
    claimed.add(key);
    tabs.postMessage(key);
    tell();
  }

  return {
    claim(key, tell, { isOpen = false, sound = true } = {}) {
      const afterMs = isOpen ? 0 : claimAfterMs(Math.random(), sound);
      if (afterMs === 0) return claimNow(key, tell);
      const timer = setTimeout(() => {
        timers.delete(timer);
        claimNow(key, tell);
      }, afterMs);
      timers.add(timer);
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
      tabs.close();
    },
  };
}

/** Notes it where a page finds it that is being loaded now, and hears no other tab. @returns whether it was noted there */
function isToldLast(key: string): boolean {
  const place = 'frontdesk:told-last';
  try {
    const isTold = localStorage.getItem(place) === key;
    localStorage.setItem(place, key);
    return isTold;
  } catch {
    return false;
  }
}

/** @param chance from 0 to 1, so that no two tabs wait alike */
function claimAfterMs(chance: number, sound: boolean): number {
  // A browser lets a page that nobody has touched make no sound.
  const isAudible = !sound || (navigator.userActivation?.hasBeenActive ?? true);
  if (isInView() && isAudible) return 0;
  return (isAudible ? 100 : 500) + 300 * chance;
}

/** Whether somebody looks at this tab. */
export const isInView = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
