'use client';

import { firstAccountName, type Me } from '@frontdesk/protocol';
import { LogOut } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Wordmark } from '../brand/wordmark.tsx';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { useSubmit } from '../forms/use-submit.ts';
import { hasUnsaved, leaveUnasked } from '../forms/use-unsaved.ts';
import { drafts } from '../inbox/drafts/drafts.ts';
import { AdminError } from '../requests/admin-request.ts';
import { AdminNav } from './admin-nav.tsx';
import { useAdminSites, useSiteHref } from './admin-sites.tsx';
import { leaveSignedOut } from './leave-signed-out.ts';
import type { Link } from './link.ts';
import { signedInId, signOut } from './sign-in.ts';
import { SiteSwitcher } from './site-switcher.tsx';

const links: Record<Link, { label: string; dot: string }> = {
  connecting: { label: 'Connecting…', dot: 'bg-line-strong' },
  online: { label: 'Live', dot: 'bg-good' },
  reconnecting: { label: 'Reconnecting…', dot: 'bg-warn' },
  'signed-out': { label: 'Signed out', dot: 'bg-line-strong' },
  refused: { label: 'Not connected', dot: 'bg-bad' },
};

/**
 * @param link how the page's live connection stands; left out by pages without one
 * @param onKeys shows which keys there are; left out by pages without any
 */
export function AdminHeader({ link, onKeys }: { link?: Link; onKeys?: () => void }) {
  const { me } = useAdminSites();
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    let whose: string | null = null;
    // Whoever comes back to the page goes on with their session.
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      const now = await signedInId();
      // In another tab somebody else has signed in, who must not go on with what this page holds.
      if (whose !== null && now !== null && now !== whose) leaveUnasked(() => window.location.reload());
      whose ??= now;
    };
    const onVisible = () => void look();
    onVisible();
    document.addEventListener('visibilitychange', onVisible);
    return () => document.removeEventListener('visibilitychange', onVisible);
  }, []);
  const leave = async () => {
    if (!(await signOut())) {
      throw new AdminError({ code: 'unavailable', message: 'Signing out did not work. Please try again.' });
    }
    leaveSignedOut();
  };
  const { problem, submit } = useSubmit(leave, {
    // Not the browser, once the session has ended: whoever stays then has a page that saves nothing.
    check() {
      const loses = hasUnsaved() || drafts.hasBegun();
      setAsks(loses);
      return !loses;
    },
  });
  const shown = link && links[link];
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center justify-between gap-x-4 border-line border-b bg-surface px-3 sm:px-5">
      <div className="flex h-14 items-center gap-4 max-sm:min-w-0 max-sm:flex-1 max-sm:gap-2.5">
        <a href="/" aria-label="Frontdesk, start page" className="block shrink-0 rounded-md">
          <Wordmark />
        </a>
        <SiteSwitcher />
        <div className="max-2xl:hidden">
          <AdminNav />
        </div>
        {shown && (
          <p
            title={shown.label}
            className="flex shrink-0 items-center gap-1.5 rounded-full border border-line px-2.5 py-0.5 text-ink-soft text-xs max-sm:p-1.5"
          >
            <span aria-hidden="true" className={`size-1.5 rounded-full ${shown.dot}`} />
            <span className="max-sm:sr-only">{shown.label}</span>
          </p>
        )}
      </div>
      <div className="flex min-w-0 items-center gap-3">
        {problem && (
          <p role="alert" className="text-bad text-sm">
            {problem}
          </p>
        )}
        {onKeys && (
          <button
            type="button"
            onClick={onKeys}
            // Whoever only touches has no keys; whoever attaches some has the `?` itself.
            className="hidden shrink-0 items-center gap-1.5 rounded-md text-ink-soft text-sm hover:text-ink md:any-pointer-fine:inline-flex"
          >
            Keys
            <kbd className="rounded border border-line-strong bg-sunken px-1.5 font-mono text-xs">?</kbd>
          </button>
        )}
        {me && <OwnAccount me={me} />}
        <button
          type="button"
          onClick={submit}
          className="inline-flex shrink-0 items-center gap-1.5 rounded-lg border border-line px-3 py-1.5 font-medium text-sm hover:bg-hover"
        >
          <LogOut aria-hidden="true" className="size-4" />
          <span className="max-sm:sr-only">Sign out</span>
        </button>
      </div>
      <div className="-mx-1 w-full min-w-0 pb-2 2xl:hidden">
        <AdminNav />
      </div>
      {asks && (
        <ConfirmDialog
          title="Sign out?"
          text="What you have written, and not sent or saved, is lost."
          action="Sign out"
          cancel="Stay"
          onConfirm={leave}
          onClose={() => setAsks(false)}
        />
      )}
    </header>
  );
}

/** Who is signed in: the way to their account. Whoever has not said yet who they are is invited to. */
function OwnAccount({ me: { name, email } }: { me: Me }) {
  const href = useSiteHref()('/admin/settings/account');
  const isUnnamed = name === firstAccountName;
  return (
    <a
      href={href}
      title={isUnnamed ? `Customers read “${name}” where you answer.` : `Your account: ${email}`}
      className={`truncate text-ink-soft text-sm hover:text-ink max-md:hidden ${isUnnamed ? 'shrink-0 underline decoration-line-strong underline-offset-4' : 'max-w-48'}`}
    >
      {isUnnamed ? 'Set your name' : name}
    </a>
  );
}
