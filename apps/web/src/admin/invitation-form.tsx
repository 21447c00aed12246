'use client';

import { acceptedInvitation, errors, type InvitationView } from '@frontdesk/protocol';
import { useRef, useState } from 'react';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, Problem } from '../forms/form-parts.tsx';
import { PasswordField, TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { askOpenly } from './ask-openly.ts';
import { UnreadLink, useSecretLink } from './secret-link.tsx';
import { signIn, signInProblem } from './sign-in.ts';

/** Takes an invitation: whoever is new chooses name and password, whoever has an account signs in with it. */
export function InvitationForm() {
  const { token, view: invitation, problem, setProblem } = useSecretLink<InvitationView>('invitations');
  const [values, setValues] = useState({ name: '', password: '' });
  const hasAccount = invitation?.hasAccount ?? false;
  const body = { token, password: values.password, ...(!hasAccount && { name: values.name }) };
  const { form, wrong, check, refuse } = useFaults(() => problemsOf(body, hasAccount), values);
  const [busy, setBusy] = useState(false);
  /** It counts once: who could not sign in behind it only does that. */
  const joined = useRef(false);

  const accept = async () => {
    if (!invitation) return;
    setProblem(null);
    if (!check()) return;
    setBusy(true);
    try {
      if (invitation.hasAccount) {
        const refused = await signIn(invitation.email, values.password);
        if (refused === signInProblem(401)) {
          refuse({ password: 'This is not the password of your account.' });
          return setBusy(false);
        }
        if (refused) throw new Error(refused);
      }
      if (!joined.current) await askOpenly('invitations/accept', body);
      joined.current = true;
      if (!invitation.hasAccount) {
        const refused = await signIn(invitation.email, values.password);
        if (refused) throw new Error(refused);
      }
      window.location.replace('/admin');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : errors.internal.sentence);
      setBusy(false);
    }
  };

  if (!invitation) {
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
        void accept();
      }}
    >
      <p className="text-ink-soft text-sm leading-relaxed">
        <span className="font-medium text-ink">{invitation.email}</span> is invited as {invitation.role} to{' '}
        {invitation.siteNames.join(', ')}.
      </p>
      {!invitation.hasAccount && (
        <TextField
          label="Your name"
          problem={wrong.name}
          autoComplete="name"
          value={values.name}
          onChange={(event) => setValues({ ...values, name: event.target.value })}
        />
      )}
      <PasswordField
        label={invitation.hasAccount ? 'Your password' : 'Choose a password'}
        isNew={!invitation.hasAccount}
        {...(invitation.hasAccount && { hint: 'You have an account already.' })}
        problem={wrong.password}
        value={values.password}
        onChange={(event) => setValues({ ...values, password: event.target.value })}
      />
      <Problem>{problem}</Problem>
      <Button type="submit" look="primary" disabled={busy} className="w-full py-2.5">
        {busy ? 'One moment…' : 'Join'}
      </Button>
    </form>
  );
}

/** Whoever has an account has chosen a password before, by the rules of that time. */
function problemsOf(body: { password: string }, hasAccount: boolean): Record<string, string> {
  if (!hasAccount) return fieldProblems(acceptedInvitation, body);
  return body.password === '' ? { password: 'Please fill this in.' } : {};
}
