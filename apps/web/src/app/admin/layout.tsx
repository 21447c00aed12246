import { type ReactNode, Suspense } from 'react';
import { SignedInOnly } from '../../admin/signed-in-only.tsx';

export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <SignedInOnly>{children}</SignedInOnly>
    </Suspense>
  );
}
