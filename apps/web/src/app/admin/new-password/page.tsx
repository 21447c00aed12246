import type { Metadata } from 'next';
import { NewPasswordForm } from '../../../admin/new-password-form.tsx';
import { Bell } from '../../../brand/bell.tsx';

export const metadata: Metadata = { title: 'New password' };

export default function NewPasswordPage() {
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div className="w-full max-w-sm">
        <Bell className="mx-auto size-11 text-ink" />
        <h1 className="mt-5 text-center font-semibold text-2xl tracking-tight">Choose a new password</h1>
        <div className="mt-7 rounded-2xl border border-line bg-surface p-6 shadow-card">
          <NewPasswordForm />
        </div>
      </div>
    </main>
  );
}
