import { useEffect, useSyncExternalStore } from 'react';
import type { Uploads } from '../../outgoing/uploads.ts';
import { listen } from '../listen.ts';

/** Has the browser ask before the page is left, also the one around the chat, while files would be lost that are not sent. */
export function useUnsentFiles({ subscribe, hasUnsent }: Uploads): void {
  const isAsking = useSyncExternalStore(subscribe, hasUnsent, hasUnsent);
  useEffect(() => {
    if (!isAsking) return;
    return listen(window, ['beforeunload'], (event) => event.preventDefault());
  }, [isAsking]);
}
