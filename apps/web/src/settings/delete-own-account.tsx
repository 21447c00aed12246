'use client';

import { accountDeletion, type Me } from '@frontdesk/protocol';
import { useState } from 'react';
import { leaveSignedOut } from '../admin/leave-signed-out.ts';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { Button, field } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';

/** The end of what is about oneself: the end of one's account. */
export function DeleteOwnAccount({ me }: { me: Me }) {
  const [open, setOpen] = useState(false);
  return (
    <section aria-labelledby="delete-account" className="rounded-2xl border border-bad/40 bg-surface p-5 shadow-card">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 max-w-xl flex-1 basis-72">
          <h2 id="delete-account" className="font-semibold">
            Delete your account
          </h2>
          <p className="mt-1 text-ink-soft text-sm leading-relaxed">
            You are signed out everywhere, and a member of no site any more. What you wrote stays, without your name.
          </p>
        </div>
        <Button look="danger" onClick={() => setOpen(true)}>
          Delete your account…
        </Button>
      </div>
      {open && <DeletionDialog me={me} onClose={() => setOpen(false)} />}
    </section>
  );
}

function DeletionDialog({ me, onClose }: { me: Me; onClose: () => void }) {
  const [values, setValues] = useState({ current: '' });
  const { form, wrong, check, refuse } = useFaults(() => fieldProblems(accountDeletion, values), values);
  const remove = async () => {
    await adminRequest('POST', 'me/deletion', values);
    leaveSignedOut();
  };
  const sending = useSubmit(remove, {
    check,
    refused({ code, message }) {
      const isWrong = code === 'password_wrong';
      if (isWrong) refuse({ current: message });
      return isWrong;
    },
  });
  return (
    <FormDialog
      {...{ form, sending, onClose }}
      title="Delete your account?"
      action="Delete it"
      look="danger"
      cancel="Keep it"
    >
      <p className="text-ink-soft text-sm leading-relaxed">
        From this moment on nobody can sign in as {me.email}, and conversations that you have wait for somebody else.
        Your name is taken out of what you wrote within a few minutes; only the log of changes keeps your address. This
        can’t be undone.
      </p>
      <LabelledField label="Your password" problem={wrong.current}>
        {(attributes) => (
          <input
            {...attributes}
            data-focus=""
            type="password"
            autoComplete="current-password"
            value={values.current}
            onChange={(event) => setValues({ current: event.target.value })}
            className={field}
          />
        )}
      </LabelledField>
    </FormDialog>
  );
}
