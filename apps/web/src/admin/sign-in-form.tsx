'use client';

import { TriangleAlert } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useReducer, useRef, useState } from 'react';
import { Button } from '../forms/form-parts.tsx';
import { PasswordField, TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { returnPath } from './return-path.ts';
import { signIn } from './sign-in.ts';

interface Props {
  /** What the field begins with. */
  email?: string;
  /** Called once the session is there. @returns null, or the sentence that says why it can't be gone on with */
  onSignedIn: () => Promise<string | null>;
}

/** The sign-in on its page: it leads to a whole new one, so that nothing that was loaded without a session is shown. */
export function SignInThenNext() {
  const next = returnPath(useSearchParams().get('next'));
  return (
    <SignInForm
      onSignedIn={() => {
        window.location.replace(next);
        return new Promise(() => undefined);
      }}
    />
  );
}

export function SignInForm({ email, onSignedIn }: Props) {
  const password = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const typed = (name: string): string => String(new FormData(password.current?.form ?? undefined).get(name) ?? '');
  const { form, wrong, check } = useFaults(() => {
    const empty = ['email', 'password'].filter((name) => typed(name) === '');
    return Object.fromEntries(empty.map((name) => [name, 'Please fill this in.']));
  });
  // A browser may have filled the fields in before the page was ready: they keep their own values.
  const [, lookAgain] = useReducer((times: number) => times + 1, 0);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    if (!check()) return;
    setBusy(true);
    const refused = (await signIn(typed('email'), typed('password'))) ?? (await onSignedIn());
    setBusy(false);
    setProblem(refused);
    if (refused === null) return;
    // What was pressed may have lost it, and not every browser gives it to what is selected.
    password.current?.focus();
    password.current?.select();
  };

  return (
    // "post": should the form be sent before the page is ready, the password must not end up in an address.
    <form
      ref={form}
      method="post"
      noValidate
      onInput={lookAgain}
      onSubmit={(event) => void submit(event)}
      className="space-y-4"
    >
      <div role="alert" className="empty:hidden">
        {problem && (
          <p className="flex items-start gap-2 rounded-lg bg-bad-soft px-3 py-2.5 text-bad text-sm">
            <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {problem}
          </p>
        )}
      </div>
      <TextField
        label="E-mail"
        problem={wrong.email}
        type="email"
        name="email"
        defaultValue={email}
        autoComplete="username"
        spellCheck={false}
      />
      <PasswordField
        label="Password"
        problem={wrong.password}
        ref={password}
        name="password"
        {...(email ? { 'data-focus': true } : {})}
      />
      <Button type="submit" look="primary" disabled={busy} className="w-full py-2.5">
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}
