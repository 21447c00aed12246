import type { Metadata } from 'next';
import { Suspense } from 'react';
import { KnowledgePage } from '../../../knowledge/knowledge-page.tsx';

export const metadata: Metadata = { title: 'Knowledge' };

export default function Page() {
  return (
    <Suspense>
      <KnowledgePage />
    </Suspense>
  );
}
