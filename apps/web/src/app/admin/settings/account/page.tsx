import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AccountPage } from '../../../../settings/account-page.tsx';

export const metadata: Metadata = { title: 'Your account' };

export default function Page() {
  return (
    <Suspense>
      <AccountPage />
    </Suspense>
  );
}
