'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { AgentProvider } from '../inbox/connection/agent-provider.tsx';
import { NotificationsProvider } from '../inbox/notifications/notifications-provider.tsx';
import { AdminSitesProvider } from './admin-sites.tsx';
import { SignInAgain } from './sign-in-again.tsx';
import { UndoProvider } from './undo-toast.tsx';

/** Pages of the admin that are there for whoever is not signed in. */
const open: readonly string[] = ['/admin/sign-in', '/admin/invitation', '/admin/new-password'];

/** Gives all other pages of the admin what belongs to whoever is signed in. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  if (open.includes(usePathname())) return children;
  return (
    <AdminSitesProvider>
      <AgentProvider>
        <NotificationsProvider>
          <UndoProvider>{children}</UndoProvider>
        </NotificationsProvider>
      </AgentProvider>
      <SignInAgain />
    </AdminSitesProvider>
  );
}
