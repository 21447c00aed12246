'use client';

import type { CannedReply } from '@frontdesk/protocol';
import { useEffect, useState } from 'react';
import { adminRequest } from '../../requests/admin-request.ts';
import { filledReply } from './canned-replies.ts';

export interface CannedReplies {
  replies: readonly CannedReply[];
  /** Known to have none: not while they load, nor where they could not be loaded. */
  isEmpty: boolean;
  /** With the names of the customer and of whoever writes. */
  fill(text: string): string;
}

const none = [] as const;

/**
 * A site's canned replies, loaded for a thread, and again for whoever comes back to the page: they may have changed them in another
 * tab. Without them one writes by hand, so nothing is said of a failure.
 */
export function useCannedReplies(options: {
  /** Null where nobody writes. */
  siteId: string | null;
  names: { name: string | null; agent: string | null };
}): CannedReplies {
  const { siteId, names } = options;
  const [replies, setReplies] = useState<readonly CannedReply[] | null>(null);
  useEffect(() => {
    if (siteId === null) return;
    let asked = 0;
    const load = () => {
      asked += 1;
      const number = asked;
      adminRequest<CannedReply[]>('GET', `sites/${siteId}/canned-replies`).then(
        (all) => number === asked && setReplies(all),
        () => undefined,
      );
    };
    load();
    const onVisible = () => document.visibilityState === 'visible' && load();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      asked += 1;
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [siteId]);
  return { replies: replies ?? none, isEmpty: replies?.length === 0, fill: (text) => filledReply(text, names) };
}
