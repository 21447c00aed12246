import type { Metadata } from 'next';
import { Suspense } from 'react';
import { UnansweredPage } from '../../../knowledge/unanswered-page.tsx';

export const metadata: Metadata = { title: 'Unanswered' };

export default function Page() {
  return (
    <Suspense>
      <UnansweredPage />
    </Suspense>
  );
}
