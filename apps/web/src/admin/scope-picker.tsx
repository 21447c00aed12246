'use client';

import { useSearchParams } from 'next/navigation';
import { useAdminSites, useMayOfAll } from './admin-sites.tsx';

/** Whether figures of all sites are wanted, and whether they can be asked for: where there are several, by their owner. */
export function useScope(): { all: boolean; mayAll: boolean } {
  const { sites } = useAdminSites();
  const mayOfAll = useMayOfAll();
  const wanted = useSearchParams().get('scope') === 'all';
  const mayAll = (sites?.length ?? 0) > 1 && mayOfAll('installation.read');
  return { all: mayAll && wanted, mayAll };
}

/** Chooses between the site that is looked at and all of them; it stands in the address. */
export function ScopePicker({ siteName }: { siteName: string }) {
  const params = useSearchParams();
  const { all, mayAll } = useScope();
  if (!mayAll) return null;
  return (
    <label className="flex items-center gap-2 text-ink-soft text-sm">
      Figures of
      <select
        value={all ? 'all' : 'site'}
        onChange={(event) => {
          const next = new URLSearchParams(params);
          next.set('scope', event.target.value);
          window.history.pushState(null, '', `?${next}`);
        }}
        className="max-w-52 truncate rounded-lg border border-line-strong bg-surface px-2.5 py-1.5 font-medium text-ink text-sm"
      >
        <option value="site">{siteName}</option>
        <option value="all">All sites</option>
      </select>
    </label>
  );
}
