import '@frontdesk/chat/chat.css';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SandboxPage } from '../../../sandbox/sandbox-page.tsx';

export const metadata: Metadata = { title: 'Sandbox' };

export default function Page() {
  return (
    <Suspense>
      <SandboxPage />
    </Suspense>
  );
}
