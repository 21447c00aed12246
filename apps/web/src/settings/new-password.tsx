'use client';

import type { MadePasswordLink, Member } from '@frontdesk/protocol';
import { useState } from 'react';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { Button } from '../forms/form-parts.tsx';
import { adminRequest } from '../requests/admin-request.ts';
import { ShownOnce } from './shown-once.tsx';

/** Makes a link for somebody who has forgotten their password. */
export function NewPassword({ member: { userId, name, email } }: { member: Member }) {
  const [asking, setAsking] = useState(false);
  const [address, setAddress] = useState<string | null>(null);
  return (
    <>
      <Button onClick={() => setAsking(true)} aria-label={`Make a link for a new password of ${name}`}>
        New password
      </Button>
      <div className="w-full empty:hidden" role="status">
        {address && (
          <ShownOnce text={address} label="the link for a new password">
            For <span className="font-medium">{email}</span>, to choose a new password. It is shown this once.
          </ShownOnce>
        )}
      </div>
      {asking && (
        <ConfirmDialog
          title={`Make a link for a new password of ${name}?`}
          text="With it they choose a new password, which ends all their sessions. The link works once, for a day; send it in a way that only they can read. One that you made before works no longer."
          action="Make a link"
          cancel="Not now"
          look="primary"
          onConfirm={async () => {
            const { token } = await adminRequest<MadePasswordLink>('POST', `accounts/${userId}/password-link`);
            // Behind the #: browsers send it to nobody.
            setAddress(`${window.location.origin}/admin/new-password#${token}`);
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
