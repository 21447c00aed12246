import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ApprovedPage } from '../../../knowledge/approved-page.tsx';

export const metadata: Metadata = { title: 'Approved answers' };

export default function Page() {
  return (
    <Suspense>
      <ApprovedPage />
    </Suspense>
  );
}
