import type { Metadata } from 'next';
import { Suspense } from 'react';
import { WebhooksPage } from '../../../../settings/webhooks/webhooks-page.tsx';

export const metadata: Metadata = { title: 'Webhooks' };

export default function Page() {
  return (
    <Suspense>
      <WebhooksPage />
    </Suspense>
  );
}
