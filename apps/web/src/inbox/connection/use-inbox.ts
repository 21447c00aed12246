'use client';

import { useCallback, useEffect } from 'react';
import type { Listing } from '../views/conversation-view.ts';
import { keepListing, keptListing } from '../views/kept-listing.ts';
import { useAgent } from './agent-provider.tsx';

/**
 * What there is to show of the inbox, one site's or that of all.
 * @returns `list`: lists other conversations from now on, also on the tab's next page of it
 */
export function useInbox() {
  const { connection, scope, state } = useAgent();
  useEffect(() => connection?.list(keptListing(scope)), [connection, scope]);
  const list = useCallback(
    (listing: Listing) => {
      if (!connection) return;
      keepListing(scope, listing);
      connection.list(listing);
    },
    [connection, scope],
  );
  return { state, connection, list };
}
