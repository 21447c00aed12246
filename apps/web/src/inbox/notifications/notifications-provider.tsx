'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { allSites } from '../../admin/admin-sites.tsx';
import { useInboxHref, useServed } from '../connection/agent-provider.tsx';
import { conversationPath } from '../conversation/conversation-path.ts';
import type { NotificationChoice } from './notification-choice.ts';
import { useNotifications } from './use-notifications.ts';
import { useUnreadTitle } from './use-unread-title.ts';

interface Chosen {
  choice: NotificationChoice;
  change: (choice: NotificationChoice) => Promise<void>;
}
const Chosen = createContext<Chosen>({ choice: { desktop: false, sound: false }, change: async () => undefined });

/** Tells an agent, whatever page of the admin they look at, what is news to them, and how much they have not read. */
export function NotificationsProvider({ children }: { children: ReactNode }) {
  const { connection, scope } = useServed();
  const inboxHref = useInboxHref();
  const isInbox = usePathname() === '/admin';
  const conversation = useSearchParams().get('conversation');
  const notifications = useNotifications({
    openId: isInbox ? conversation : null,
    isInbox,
    onOpen(conversationId, siteId) {
      const of = scope === allSites ? siteId : null;
      const href = inboxHref(conversationPath({ conversationId, of, at: null }));
      if (isInbox) window.history.pushState(null, '', href);
      else window.location.assign(href);
    },
  });
  useEffect(() => connection?.onNews(notifications.tell), [connection, notifications.tell]);
  useUnreadTitle();
  return <Chosen value={notifications}>{children}</Chosen>;
}

/** What is told on this device, and how it is changed. */
export const useNotificationChoice = (): Chosen => useContext(Chosen);
