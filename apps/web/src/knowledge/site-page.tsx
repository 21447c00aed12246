'use client';

import type { AdminSite } from '@frontdesk/protocol';
import { useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { AdminHeader } from '../admin/admin-header.tsx';
import { Problem } from './form-parts.tsx';
import { useLoaded } from './use-loaded.ts';

interface Props {
  title: string;
  about: string;
  children: (site: AdminSite) => ReactNode;
}

/** A page of the admin about one site. Which one stands in the address; without it, the first. */
export function SitePage({ title, about, children }: Props) {
  const { data: sites, problem } = useLoaded<AdminSite[]>('sites');
  const asked = useSearchParams().get('site');
  const site = sites?.find(({ id }) => id === asked) ?? sites?.[0];
  return (
    <div className="flex min-h-dvh flex-col">
      <AdminHeader />
      <main className="mx-auto w-full max-w-6xl flex-1 px-3 py-5 sm:px-5 sm:py-7">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
            <p className="mt-1 max-w-xl text-ink-soft text-sm leading-relaxed">{about}</p>
          </div>
          {sites && site && (
            <label className="flex items-center gap-2 text-ink-soft text-sm">
              Site
              <select
                value={site.id}
                onChange={(event) => window.history.pushState(null, '', `?site=${event.target.value}`)}
                className="max-w-52 truncate rounded-lg border border-line-strong bg-surface px-2.5 py-1.5 font-medium text-ink text-sm"
              >
                {sites.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
        <div className="mt-6">
          <Problem>{problem}</Problem>
          {sites === null && !problem && (
            <p role="status" className="text-ink-soft text-sm">
              Loading…
            </p>
          )}
          {sites?.length === 0 && <p className="text-ink-soft text-sm">There is no site yet.</p>}
          {site && children(site)}
        </div>
      </main>
    </div>
  );
}
