import type { Metadata } from 'next';
import { Suspense } from 'react';
import { BlockedPage } from '../../../../settings/blocked-page.tsx';

export const metadata: Metadata = { title: 'Blocked customers' };

export default function Page() {
  return (
    <Suspense>
      <BlockedPage />
    </Suspense>
  );
}
