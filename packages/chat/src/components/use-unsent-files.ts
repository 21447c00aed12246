import { useEffect, useSyncExternalStore } from 'react';
import type { Uploads } from '../uploads.ts';

/** Has the browser ask before the page is left, also the one around the chat, while files would be lost that are not sent. */
export function useUnsentFiles({ subscribe, hasUnsent }: Uploads): void {
  const isAsking = useSyncExternalStore(subscribe, hasUnsent, hasUnsent);
  useEffect(() => {
    if (!isAsking) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isAsking]);
}
