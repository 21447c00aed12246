'use client';

import type { Me } from '@frontdesk/protocol';
import { useCallback, useEffect } from 'react';
import { showModal, useModal } from '../forms/use-modal.ts';
import { leaveUnasked } from '../forms/use-unsaved.ts';
import { goOn, useSessionEnded } from '../requests/session-end.ts';
import { useAdminSites } from './admin-sites.tsx';
import { signInPath } from './return-path.ts';
import { signedInId, signInProblem } from './sign-in.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Asks for the password once the session has ended, over the page, which goes on where it was: what was typed is still there. */
export function SignInAgain() {
  const { me } = useAdminSites();
  const ended = useSessionEnded();
  const isNew = ended && me === null;
  useEffect(() => {
    // Nothing is shown yet that could be gone on with.
    if (isNew) window.location.replace(signInPath(window.location));
  }, [isNew]);
  return ended && me && <SignInDialog me={me} />;
}

function SignInDialog({ me }: { me: Me }) {
  const dialog = useModal();
  const look = useCallback(async () => {
    const id = await signedInId();
    if (id === me.userId) goOn();
    // Somebody else must not see what this page holds.
    else if (id !== null) leaveUnasked(() => window.location.reload());
    return id;
  }, [me.userId]);
  useEffect(() => {
    // They may have signed in again in another tab.
    const onVisible = () => document.visibilityState === 'visible' && void look();
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, [look]);
  return (
    // Whoever comes by while nobody is signed in reads nothing of the page behind it.
    <dialog
      ref={dialog}
      aria-labelledby="sign-in-again"
      onCancel={(event) => event.preventDefault()}
      // A browser closes it at a second Escape, whatever the page says to the first.
      onClose={() => showModal(dialog.current)}
      className="m-auto w-[min(24rem,calc(100vw-1.5rem))] rounded-2xl border border-line bg-surface p-6 text-ink shadow-lift backdrop:bg-canvas"
    >
      <h2 id="sign-in-again" className="font-semibold text-lg tracking-tight">
        Please sign in again
      </h2>
      <p className="mt-1 mb-5 text-ink-soft text-sm leading-relaxed">
        Your session has ended. You go on where you were: what you have typed is still there.
      </p>
      <SignInForm email={me.email} onSignedIn={async () => ((await look()) === null ? signInProblem(500) : null)} />
    </dialog>
  );
}
