import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AnsweringPage } from '../../../knowledge/answering-page.tsx';

export const metadata: Metadata = { title: 'Answering' };

export default function Page() {
  return (
    <Suspense>
      <AnsweringPage />
    </Suspense>
  );
}
