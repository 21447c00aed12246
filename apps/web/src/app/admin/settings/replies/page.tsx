import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CannedRepliesPage } from '../../../../settings/canned-replies-page.tsx';

export const metadata: Metadata = { title: 'Canned replies' };

export default function Page() {
  return (
    <Suspense>
      <CannedRepliesPage />
    </Suspense>
  );
}
