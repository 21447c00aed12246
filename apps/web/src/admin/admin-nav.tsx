'use client';

import { type Action, may } from '@frontdesk/protocol';
import {
  BadgeCheck,
  BookOpen,
  ChartColumn,
  FlaskConical,
  Gauge,
  Inbox,
  type LucideIcon,
  MessageCircleQuestion,
  Quote,
  Settings,
  ShieldCheck,
} from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useInboxHref, useUnread } from '../inbox/connection/agent-provider.tsx';
import { UnreadCount } from '../inbox/conversation/unread-count.tsx';
import { useAdminSites, useSiteHref } from './admin-sites.tsx';

const places: readonly { href: string; label: string; icon: LucideIcon; needs?: Action }[] = [
  { href: '/admin', label: 'Inbox', icon: Inbox },
  { href: '/admin/knowledge', label: 'Knowledge', icon: BookOpen },
  { href: '/admin/unanswered', label: 'Unanswered', icon: MessageCircleQuestion },
  { href: '/admin/approved', label: 'Approved', icon: BadgeCheck },
  { href: '/admin/answering', label: 'Answering', icon: Quote },
  { href: '/admin/sandbox', label: 'Sandbox', icon: FlaskConical, needs: 'sandbox.use' },
  { href: '/admin/analytics', label: 'Analytics', icon: ChartColumn },
  { href: '/admin/service', label: 'Service', icon: Gauge },
  { href: '/admin/privacy', label: 'Privacy', icon: ShieldCheck, needs: 'privacy.manage' },
  { href: '/admin/settings', label: 'Settings', icon: Settings },
];

/** Where in the admin one is, and how much there is to read in the inbox. Plain links: each page opens its own connections. */
export function AdminNav() {
  const pathname = usePathname();
  const siteHref = useSiteHref();
  const inboxHref = useInboxHref();
  const unread = useUnread();
  const { site } = useAdminSites();
  const nav = useRef<HTMLElement>(null);
  const shown = places.filter(({ needs }) => !needs || !site || may(site.role, needs));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is to be seen, or among others
  useEffect(() => {
    const show = () => {
      const here = nav.current?.querySelector<HTMLElement>('[aria-current]');
      // On a phone the row is longer than the screen; the page itself must not move.
      if (here && nav.current)
        nav.current.scrollLeft = here.offsetLeft - (nav.current.clientWidth - here.offsetWidth) / 2;
    };
    show();
    // Phones are turned.
    window.addEventListener('resize', show);
    return () => window.removeEventListener('resize', show);
  }, [pathname, shown.length]);
  return (
    <nav ref={nav} aria-label="Admin" className="relative flex gap-0.5 overflow-x-auto max-2xl:w-full">
      {shown.map(({ href, label, icon: Icon }) => (
        <a
          key={href}
          href={href === '/admin' ? inboxHref(href) : siteHref(href)}
          aria-current={
            pathname === href || (href !== '/admin' && pathname.startsWith(`${href}/`)) ? 'page' : undefined
          }
          className="inline-flex shrink-0 items-center gap-1.5 rounded-lg px-2 py-1.5 font-medium text-ink-soft text-sm hover:bg-hover aria-[current]:bg-hover aria-[current]:text-ink sm:px-2.5 max-sm:text-[0.8125rem]"
        >
          <Icon aria-hidden="true" className="size-4 max-xl:hidden" />
          {label}
          {href === '/admin' && <UnreadCount count={unread} />}
        </a>
      ))}
    </nav>
  );
}
