import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AdminPage } from '../../admin/admin-page.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default function Page() {
  return (
    <Suspense>
      <AdminPage />
    </Suspense>
  );
}
