import type { Metadata } from 'next';
import { Suspense } from 'react';
import { IdentityPage } from '../../../../settings/identity-page.tsx';

export const metadata: Metadata = { title: 'Customer identity' };

export default function Page() {
  return (
    <Suspense>
      <IdentityPage />
    </Suspense>
  );
}
