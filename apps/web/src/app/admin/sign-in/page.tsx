import type { Metadata } from 'next';
import { Suspense } from 'react';
import { SignInThenNext } from '../../../admin/sign-in-form.tsx';
import { Bell } from '../../../brand/bell.tsx';

export const metadata: Metadata = { title: 'Sign in' };

export default function SignInPage() {
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div className="w-full max-w-sm">
        <Bell className="mx-auto size-11 text-ink" />
        <h1 className="mt-5 text-center font-semibold text-2xl tracking-tight">Sign in to Frontdesk</h1>
        <div className="mt-7 rounded-2xl border border-line bg-surface p-6 shadow-card">
          <Suspense>
            <SignInThenNext />
          </Suspense>
        </div>
        <div className="mt-5 space-y-2 text-pretty text-center text-ink-faint text-sm leading-relaxed">
          <p>
            Forgotten your password? Ask whoever runs this Frontdesk: its owner makes you a link for a new one, in
            Settings, Members.
          </p>
          <p>
            You are the owner? The first password, or a link for it, was shown when the server was started. A new one:{' '}
            <code>npm run admin:reset-password -- you@shop.example</code>, in containers{' '}
            <code>docker compose exec gateway node apps/gateway/dist/admin.js reset-password you@shop.example</code>
          </p>
        </div>
      </div>
    </main>
  );
}
