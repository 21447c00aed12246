import type { Metadata } from 'next';
import { Suspense } from 'react';
import { KeysPage } from '../../../../settings/keys-page.tsx';

export const metadata: Metadata = { title: 'API keys' };

export default function Page() {
  return (
    <Suspense>
      <KeysPage />
    </Suspense>
  );
}
