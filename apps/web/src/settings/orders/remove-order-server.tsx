'use client';

import { useState } from 'react';
import { ConfirmDialog } from '../../forms/confirm-dialog.tsx';
import { Button } from '../../forms/form-parts.tsx';
import { Card } from '../settings-shell.tsx';

interface Props {
  /** Of the server. */
  url: string;
  onRemove: () => Promise<void>;
}

/** The end of asking about orders; set up again, it has another secret. */
export function RemoveOrderServer({ url, onRemove }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <Card
      title="Stop asking this server"
      about="Also the way to another secret, for one that is lost or became known: remove it, and set it up again."
    >
      <Button look="danger" onClick={() => setAsking(true)}>
        Remove…
      </Button>
      {asking && (
        <ConfirmDialog
          title="Stop asking this server?"
          text={`${url} is asked nothing more, and its secret is of no use any more. Questions about orders are answered like all others.`}
          action="Remove"
          onConfirm={onRemove}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
}
