'use client';

import { useState } from 'react';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { Button } from '../forms/form-parts.tsx';
import { adminRequest } from '../requests/admin-request.ts';

interface Props {
  account: { userId: string; name: string; email: string };
  onDeleted: () => Promise<void>;
}

/** Deletes somebody's account, for whoever owns the installation. */
export function DeleteAccount({ account: { userId, name, email }, onDeleted }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)} aria-label={`Delete the account of ${name}`}>
        Delete the account
      </Button>
      {asking && (
        <ConfirmDialog
          title={`Delete the account of ${name}?`}
          text={`From this moment on nobody can sign in as ${email}, at any site. What they wrote stays, without their name; only the log of changes keeps their address. This can’t be undone.`}
          action="Delete the account"
          onConfirm={async () => {
            await adminRequest('DELETE', `accounts/${userId}`);
            await onDeleted();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
