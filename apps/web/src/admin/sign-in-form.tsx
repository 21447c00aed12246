'use client';

import { TriangleAlert } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useRef, useState } from 'react';
import { returnPath } from './return-path.ts';
import { signIn } from './sign-in.ts';

const field =
  'mt-1.5 block w-full rounded-lg border border-line-strong bg-surface px-3 py-2.5 text-base outline-offset-0 placeholder:text-ink-faint';

export function SignInForm() {
  const next = returnPath(useSearchParams().get('next'));
  const password = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const refused = await signIn(String(form.get('email')), String(form.get('password')));
    if (refused === null) {
      // A whole new page, so that nothing that was loaded without a session is shown.
      window.location.replace(next);
      return;
    }
    setBusy(false);
    setProblem(refused);
    password.current?.select();
  };

  return (
    // "post": should the form be sent before the page is ready, the password must not end up in an address.
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-4">
      <div role="alert" className="empty:hidden">
        {problem && (
          <p className="flex items-start gap-2 rounded-lg bg-bad-soft px-3 py-2.5 text-bad text-sm">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {problem}
          </p>
        )}
      </div>
      <label className="block font-medium text-sm">
        E-mail
        <input className={field} type="email" name="email" autoComplete="username" required spellCheck={false} />
      </label>
      <label className="block font-medium text-sm">
        Password
        <input
          ref={password}
          className={field}
          type="password"
          name="password"
          autoComplete="current-password"
          required
        />
      </label>
      <button
        type="submit"
        disabled={busy}
        className="w-full rounded-lg bg-action px-4 py-2.5 font-medium text-on-action transition-colors hover:bg-action-hover disabled:opacity-60"
      >
        {busy ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}
