'use client';

import { type Action, type AdminSite, may } from '@frontdesk/protocol';
import type { ReactNode } from 'react';
import { Problem } from '../forms/form-parts.tsx';
import { NewSite } from '../settings/new-site.tsx';
import { AdminHeader } from './admin-header.tsx';
import { useAdminSites, useMayOfAll } from './admin-sites.tsx';
import { RemovedSite } from './removed-site.tsx';

interface Props {
  title: string;
  about: string;
  /** What it takes to change something there; whoever may not is told so. */
  edits?: Action | undefined;
  /** What needs no site is there without one. */
  children: ReactNode | ((site: AdminSite) => ReactNode);
}

/** A page of the admin about the site that is looked at. */
export function SitePage({ title, about, edits, children }: Props) {
  const { sites, site, problem } = useAdminSites();
  return (
    <div className="flex min-h-dvh flex-col">
      <AdminHeader />
      <main className="mx-auto w-full max-w-6xl flex-1 px-3 py-5 sm:px-5 sm:py-7">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
            <p className="mt-1 max-w-xl text-ink-soft text-sm leading-relaxed">
              {about}
              {edits && site && !may(site.role, edits) && ' Only admins can change this.'}
            </p>
          </div>
        </div>
        <div className="mt-6">
          <Problem>{problem}</Problem>
          {sites === null && !problem && (
            <p role="status" className="text-ink-soft text-sm">
              Loading…
            </p>
          )}
          {sites && (typeof children === 'function' ? site ? children(site) : <NoSite /> : children)}
        </div>
      </main>
    </div>
  );
}

/** In the place of a site's page: why there is none, and the way to one. */
function NoSite() {
  const { sites, removed, removedSite } = useAdminSites();
  const mayBegin = useMayOfAll()('site.create') && sites?.length === 0;
  const isNone = sites?.length === 0 && removed.length === 0;
  const ofNobody = mayBegin
    ? 'There is no site yet.'
    : 'You are not a member of any site yet. Ask an admin to add you.';
  return (
    <div className="space-y-6">
      {removedSite ? (
        <RemovedSite key={removedSite.id} site={removedSite} />
      ) : (
        <p className="text-ink-soft text-sm">
          {isNone ? ofNobody : 'This site is not one of yours. Choose another one above.'}
        </p>
      )}
      {mayBegin && <NewSite isFirst />}
    </div>
  );
}
