'use client';

import { useEffect, useState } from 'react';
import { frontdesk } from './frontdesk-command.ts';

const post = (path: string) => fetch(path, { method: 'POST' });

/** Tells the chat who is signed in. */
async function identify(): Promise<void> {
  const answer = await post('/demo/account/token');
  if (answer.ok) frontdesk('identify', { token: await answer.text() });
}

/** Signs a made-up customer in and out: the chat then knows who asks, and forgets it. */
export function AccountButton({ name, signedIn: signedInBefore }: { name: string; signedIn: boolean }) {
  const [signedIn, setSignedIn] = useState(signedInBefore);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    if (!signedIn) return;
    void identify();
    // A page that was open for long.
    const onError = ({ code }: { code: string }) => {
      if (code === 'identity_expired') void identify();
    };
    frontdesk('on', 'error', onError);
    return () => frontdesk('off', 'error', onError);
  }, [signedIn]);

  async function change(): Promise<void> {
    setBusy(true);
    const { ok } = await post(signedIn ? '/demo/account/sign-out' : '/demo/account');
    setBusy(false);
    if (!ok) return;
    if (signedIn) frontdesk('reset');
    setSignedIn(!signedIn);
  }

  return (
    <span className="inline-flex items-center gap-3 text-sm">
      {signedIn && (
        <span className="max-w-32 truncate text-(--shop-ink-soft) max-md:sr-only" title={name}>
          Hello, {name.split(' ')[0]}
        </span>
      )}
      <button
        type="button"
        disabled={busy}
        onClick={() => void change()}
        className="whitespace-nowrap underline-offset-4 hover:underline disabled:opacity-60"
      >
        {signedIn ? 'Sign out' : 'Sign in'}
      </button>
    </span>
  );
}
