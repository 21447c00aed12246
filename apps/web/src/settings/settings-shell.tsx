'use client';

import type { Action, AdminSite } from '@frontdesk/protocol';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { useMay, useSiteHref } from '../admin/admin-sites.tsx';
import { SitePage } from '../admin/site-page.tsx';

const places: readonly { href: string; label: string; needs?: Action }[] = [
  { href: '/admin/settings', label: 'Site', needs: 'site.read' },
  { href: '/admin/settings/prompt', label: 'System prompt', needs: 'site.read' },
  { href: '/admin/settings/replies', label: 'Canned replies', needs: 'conversations.read' },
  { href: '/admin/settings/blocked', label: 'Blocked customers', needs: 'conversations.read' },
  { href: '/admin/settings/hours', label: 'People and hours', needs: 'site.read' },
  { href: '/admin/settings/members', label: 'Members', needs: 'members.read' },
  { href: '/admin/settings/keys', label: 'API keys', needs: 'keys.manage' },
  { href: '/admin/settings/webhooks', label: 'Webhooks', needs: 'keys.manage' },
  { href: '/admin/settings/orders', label: 'Orders', needs: 'keys.manage' },
  { href: '/admin/settings/identity', label: 'Identity', needs: 'keys.manage' },
  { href: '/admin/settings/changes', label: 'Changes', needs: 'audit.read' },
  { href: '/admin/settings/account', label: 'Your account' },
];

interface Props {
  title: string;
  about: string;
  /** What it takes to change something there. */
  edits?: Action | undefined;
  /** What needs no site is there without one. */
  children: ReactNode | ((site: AdminSite) => ReactNode);
}

/** A page of the settings, with the way to the others beside it. */
export function SettingsShell({ title, about, edits, children }: Props) {
  const pathname = usePathname();
  const may = useMay();
  const siteHref = useSiteHref();
  const beside = (content: ReactNode) => (
    <div className="grid gap-6 lg:grid-cols-[10rem_minmax(0,1fr)] lg:gap-10">
      <nav aria-label="Settings" className="flex flex-wrap gap-0.5 lg:flex-col lg:flex-nowrap">
        {places
          .filter(({ needs }) => !needs || may(needs))
          .map(({ href, label }) => (
            <a
              key={href}
              href={siteHref(href)}
              aria-current={pathname === href ? 'page' : undefined}
              className="whitespace-nowrap rounded-lg px-2.5 py-1.5 font-medium text-ink-soft text-sm hover:bg-hover aria-[current]:bg-hover aria-[current]:text-ink"
            >
              {label}
            </a>
          ))}
      </nav>
      <div className="min-w-0">{content}</div>
    </div>
  );
  return (
    <SitePage title={title} about={about} edits={edits}>
      {typeof children === 'function' ? (site) => beside(children(site)) : beside(children)}
    </SitePage>
  );
}

interface CardProps {
  /** Where links can lead to it. */
  id?: string;
  title: string;
  about?: ReactNode;
  children: ReactNode;
}

/** A part of a settings page, with its name and what it is for. */
export function Card({ id, title, about, children }: CardProps) {
  return (
    <section id={id} className="rounded-2xl border border-line bg-surface p-5 shadow-card">
      <h2 className="font-semibold">{title}</h2>
      {about && <p className="mt-1 max-w-xl text-ink-soft text-sm leading-relaxed">{about}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
