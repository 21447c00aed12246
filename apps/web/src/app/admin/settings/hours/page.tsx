import type { Metadata } from 'next';
import { Suspense } from 'react';
import { HoursPage } from '../../../../settings/hours-page.tsx';

export const metadata: Metadata = { title: 'People and hours' };

export default function Page() {
  return (
    <Suspense>
      <HoursPage />
    </Suspense>
  );
}
