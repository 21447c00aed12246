'use client';

import { usePathname } from 'next/navigation';
import { openOnArrow } from '../forms/open-select.ts';
import { allSites, sitesTogether, useAdminSites } from './admin-sites.tsx';

/**
 * Which site is looked at. What else stood in the address belongs to the one before. A page with a form is left as by a link, which asks
 * before it discards something.
 */
export function SiteSwitcher() {
  const { sites, removed, site, removedSite, all } = useAdminSites();
  const isInbox = usePathname() === '/admin';
  if (!sites || sites.length + removed.length === 0) return null;
  const chosen = site?.id ?? removedSite?.id ?? (all && isInbox ? allSites : '');
  return (
    <label className="min-w-0">
      <span className="sr-only">Site</span>
      <select
        value={chosen}
        onChange={(event) => {
          const address = `${window.location.pathname}?site=${event.target.value}`;
          if (isInbox) window.history.pushState(null, '', address);
          else window.location.assign(address);
        }}
        onKeyDown={openOnArrow}
        className="block w-full max-w-32 sm:max-w-44 truncate rounded-lg border border-line bg-surface px-2 py-1.5 font-medium text-sm"
      >
        {chosen === '' && <option value="">Choose a site</option>}
        {isInbox && sites.length > 1 && sites.length <= sitesTogether && <option value={allSites}>All sites</option>}
        {sites.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {removed.length > 0 && (
          <optgroup label="Removed">
            {removed.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}
