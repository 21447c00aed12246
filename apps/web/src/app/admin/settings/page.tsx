import '@frontdesk/chat/chat.css';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SiteSettingsPage } from '../../../settings/site-settings-page.tsx';

export const metadata: Metadata = { title: 'Site settings' };

export default function Page() {
  return (
    <Suspense>
      <SiteSettingsPage />
    </Suspense>
  );
}
