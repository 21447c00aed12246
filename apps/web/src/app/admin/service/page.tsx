import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ServicePage } from '../../../service/service-page.tsx';

export const metadata: Metadata = { title: 'Service' };

export default function Page() {
  return (
    <Suspense>
      <ServicePage />
    </Suspense>
  );
}
