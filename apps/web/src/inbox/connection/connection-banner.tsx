import type { WireError } from '@frontdesk/protocol';
import { WifiOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useAdminSites, useSiteHref } from '../../admin/admin-sites.tsx';
import type { Link } from '../../admin/link.ts';

/** Says when what is shown may be old, or is theirs no more: then the page becomes what it is for others. */
export function ConnectionBanner({ link, problem }: { link: Link; problem: WireError | null }) {
  const { reload } = useAdminSites();
  const siteHref = useSiteHref();
  const isLost = link === 'refused' && problem?.code === 'forbidden';
  const lose = useRef(() => {});
  lose.current = () => {
    // Without the site in the address the page would silently be another one's.
    window.history.replaceState(null, '', siteHref('/admin'));
    void reload();
  };
  useEffect(() => {
    if (isLost) lose.current();
  }, [isLost]);
  const text =
    link === 'reconnecting'
      ? 'Connection lost. What you see may be old. Reconnecting…'
      : isLost
        ? 'You no longer have access to this site.'
        : link === 'refused'
          ? (problem?.message ?? 'The server refuses the connection.')
          : null;
  return (
    <div role="status">
      {text && (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-2 text-center font-medium text-sm text-warn">
          <WifiOff aria-hidden="true" className="size-4 shrink-0" />
          {text}
        </p>
      )}
    </div>
  );
}
