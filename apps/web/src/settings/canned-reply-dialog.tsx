'use client';

import { type CannedReply, cannedReplyBody } from '@frontdesk/protocol';
import { useState } from 'react';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { TextArea, TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { type AdminError, adminRequest } from '../requests/admin-request.ts';

interface Props {
  /** Of the site's replies. */
  path: string;
  /** Null: a new one. */
  reply: CannedReply | null;
  onSaved: () => void;
  /** Somebody else has changed it since it was loaded. */
  onOutdated?: () => void;
  onClose: () => void;
}

export function CannedReplyDialog({ path, reply, onSaved, onOutdated, onClose }: Props) {
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '');
  const [text, setText] = useState(reply?.text ?? '');
  // Whoever types the slash, too, means the same.
  const body = { shortcut: shortcut.trim().replace(/^\//, ''), text };
  const { form, wrong, check, refuse } = useFaults(() => fieldProblems(cannedReplyBody, body), body);
  const save = async () => {
    if (reply) {
      const before = { shortcut: reply.shortcut, text: reply.text };
      await adminRequest('PUT', `${path}/${reply.id}`, { ...body, before });
    } else await adminRequest('POST', path, body);
    onSaved();
    onClose();
  };
  const refused = ({ code, message }: AdminError) => {
    if (code === 'changed_meanwhile') onOutdated?.();
    const isTaken = code === 'shortcut_taken';
    if (isTaken) refuse({ shortcut: message });
    return isTaken;
  };
  const sending = useSubmit(save, { check, refused });
  return (
    <FormDialog
      {...{ form, sending, onClose }}
      title={reply ? 'Edit reply' : 'Add a reply'}
      action={sending.busy ? 'Saving…' : 'Save reply'}
    >
      <TextField
        label="Shortcut"
        problem={wrong.shortcut}
        hint="What is typed behind the slash, as in /returns."
        value={shortcut}
        onChange={(event) => setShortcut(event.target.value)}
        autoComplete="off"
        autoCapitalize="none"
        placeholder="returns"
      />
      <TextArea
        label="Text"
        problem={wrong.text}
        hint={
          <>
            <code>{'{name}'}</code> becomes the customer’s name, <code>{'{agent}'}</code> that of whoever sends it.
          </>
        }
        value={text}
        onChange={(event) => setText(event.target.value)}
        dir="auto"
        placeholder="Hello {name}, you can send it back within 30 days. The label is free."
        className="min-h-36 resize-y leading-relaxed"
      />
    </FormDialog>
  );
}
