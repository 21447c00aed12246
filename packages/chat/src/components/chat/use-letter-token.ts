import { useEffect, useState } from 'react';
import { listen } from '../listen.ts';

/**
 * The token of the letter's link by which the page was opened: behind the #, which goes to no server; in the query of links of the
 * version before. It is taken out of the address: whoever copies that must not copy the visitor.
 */
export function useLetterToken(): string | undefined {
  const [token, setToken] = useState(tokenInAddress);
  useEffect(() => {
    const take = () => {
      const found = tokenInAddress();
      if (found === undefined) return;
      setToken(found);
      const address = new URL(window.location.href);
      address.searchParams.delete('resume');
      address.hash = '';
      window.history.replaceState(window.history.state, '', address);
    };
    take();
    // Another link, in the same tab.
    return listen(window, ['hashchange'], take);
  }, []);
  return token;
}

/** None on a server, which is not told it and renders nothing of it. */
function tokenInAddress(): string | undefined {
  if (typeof window === 'undefined') return undefined;
  const { hash, search } = window.location;
  return new URLSearchParams(hash.slice(1)).get('resume') ?? new URLSearchParams(search).get('resume') ?? undefined;
}
