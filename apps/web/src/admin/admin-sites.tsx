'use client';

import { type Action, type AdminSite, type Me, may } from '@frontdesk/protocol';
import { useSearchParams } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { useLoaded } from '../requests/use-loaded.ts';
import { keepSite, keptSite } from './kept-site.ts';

export interface AdminSites {
  /** Whoever is signed in; null while that is loading. */
  me: Me | null;
  /** Those that whoever is signed in is a member of; null while they are loading. */
  sites: readonly AdminSite[] | null;
  /** Those that are removed, and that whoever is signed in may restore. */
  removed: readonly AdminSite[];
  /** The one that is looked at: it stands in the address; without it, the last one, or the first. Null where all are. */
  site: AdminSite | null;
  /** The one that is looked at, where it is removed: in the address, or where there is no other. */
  removedSite: AdminSite | null;
  /** All of them are looked at together: the inbox can. */
  all: boolean;
  /** Why they could not be loaded. */
  problem: string | null;
  /** Looks again who is signed in, and at which sites. */
  reload(): Promise<void>;
}

const Sites = createContext<AdminSites>({
  me: null,
  sites: null,
  removed: [],
  site: null,
  removedSite: null,
  all: false,
  problem: null,
  reload: async () => undefined,
});

/** Loads the sites once for all that a page of the admin shows. */
export function AdminSitesProvider({ children }: { children: ReactNode }) {
  const { data: me, reload: reloadMe } = useLoaded<Me>('me');
  const { data, problem, reload: reloadSites } = useLoaded<AdminSite[]>('sites');
  const reload = useCallback(async () => {
    await Promise.all([reloadMe(), reloadSites()]);
  }, [reloadMe, reloadSites]);
  const [sites, removed] = useMemo(() => apart(data), [data]);
  const asked = useSearchParams().get('site');
  // As the page was opened: what another tab looks at meanwhile takes this one nowhere. On the server there are no sites yet.
  const [last] = useState(keptSite);
  // A site that is none of theirs is not silently another one: pages say that it is not for them.
  const site = asked ? sites?.find(({ id }) => id === asked) : (sites?.find(({ id }) => id === last) ?? sites?.[0]);
  const siteId = site?.id;
  useEffect(() => {
    if (siteId) keepSite(siteId);
  }, [siteId]);
  const removedSite = asked ? removed.find(({ id }) => id === asked) : site === undefined ? removed[0] : undefined;
  const all = asked === allSites && sites !== null;
  const value = { me, sites, removed, site: site ?? null, removedSite: removedSite ?? null, all, problem, reload };
  return <Sites value={value}>{children}</Sites>;
}

function apart(all: readonly AdminSite[] | null): [sites: readonly AdminSite[] | null, removed: readonly AdminSite[]] {
  if (all === null) return [null, []];
  const isRemoved = ({ deletedOn }: AdminSite) => deletedOn !== undefined;
  return [all.filter((one) => !isRemoved(one)), all.filter(isRemoved)];
}

/** Where something of one of all sites is shown: what may be done there, and where links lead. */
export function SiteScope({ site, children }: { site: AdminSite | null; children: ReactNode }) {
  return <Sites value={{ ...useAdminSites(), site, all: false }}>{children}</Sites>;
}

/** In the address, in place of a site's id. */
export const allSites = 'all';

/** Each site has a connection of its own, and a browser not many more than this. */
export const sitesTogether = 20;

export const useAdminSites = (): AdminSites => useContext(Sites);

/** Whether whoever is signed in may do it at the site that is looked at: for what a page shows. The gateway decides. */
export function useMay(): (action: Action) => boolean {
  const { site } = useAdminSites();
  return (action) => may(site?.role ?? null, action);
}

/** Whether whoever is signed in may do it in the whole installation: whoever owns a site may not. The gateway decides. */
export function useMayOfAll(): (action: Action) => boolean {
  const { me } = useAdminSites();
  return (action) => may(me?.isOwner ? 'owner' : null, action);
}

/** The address of a page of the admin about the site that is looked at. */
export function useSiteHref(): (path: string) => string {
  const { site, all } = useAdminSites();
  return (path) => {
    // Other pages are about one site.
    const at = site?.id ?? (all && path.split('?')[0] === '/admin' ? allSites : null);
    return at === null ? path : hrefAt(at, path);
  };
}

/** Pure: the address of a page of the admin about a site, or of the inbox of all. */
export function hrefAt(site: string, path: string): string {
  const [pathname, query] = path.split('?');
  return `${pathname}?site=${site}${query ? `&${query}` : ''}`;
}
