'use client';

import { errors, type PasswordLinkView, usedPasswordLink } from '@frontdesk/protocol';
import { useRef, useState } from 'react';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, Problem } from '../forms/form-parts.tsx';
import { PasswordField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { askOpenly } from './ask-openly.ts';
import { UnreadLink, useSecretLink } from './secret-link.tsx';
import { signIn } from './sign-in.ts';

/** Whoever holds a link for a new password chooses it, and is signed in. */
export function NewPasswordForm() {
  const { token, view: link, problem, setProblem } = useSecretLink<PasswordLinkView>('password-links');
  const [password, setPassword] = useState('');
  const { form, wrong, check } = useFaults(() => fieldProblems(usedPasswordLink, { token, password }));
  const [busy, setBusy] = useState(false);
  /** It counts once: who could not sign in behind it only does that. */
  const chosen = useRef<string | null>(null);

  const choose = async () => {
    if (!link) return;
    setProblem(null);
    if (!check()) return;
    setBusy(true);
    try {
      if (chosen.current === null) await askOpenly('password-links/use', { token, password });
      chosen.current ??= password;
      const refused = await signIn(link.email, chosen.current);
      if (refused) throw new Error(refused);
      window.location.replace('/admin');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : errors.internal.sentence);
      setBusy(false);
    }
  };

  if (!link) {
    return <UnreadLink problem={problem} />;
  }
  return (
    <form
      ref={form}
      method="post"
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void choose();
      }}
    >
      <p className="text-ink-soft text-sm leading-relaxed">
        For <span className="font-medium text-ink">{link.email}</span>. It ends all your sessions.
      </p>
      <PasswordField
        label="New password"
        isNew
        problem={wrong.password}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Problem>{problem}</Problem>
      <Button type="submit" look="primary" disabled={busy} className="w-full py-2.5">
        {busy ? 'One moment…' : 'Save and sign in'}
      </Button>
    </form>
  );
}
