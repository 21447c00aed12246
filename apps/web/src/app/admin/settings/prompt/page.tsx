import '@frontdesk/chat/chat.css';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { PromptPage } from '../../../../settings/prompt-page.tsx';

export const metadata: Metadata = { title: 'System prompt' };

export default function Page() {
  return (
    <Suspense>
      <PromptPage />
    </Suspense>
  );
}
