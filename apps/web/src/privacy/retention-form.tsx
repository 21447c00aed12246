'use client';

import { type Privacy, privacyBody, strangerDays } from '@frontdesk/protocol';
import { useState } from 'react';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { useUnsaved } from '../forms/use-unsaved.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { countOf } from '../words/count-of.ts';

interface Props {
  path: string;
  retentionDays: number | null;
  onSaved: () => Promise<void>;
}

/** For how long conversations are kept. Any limit is asked again: it deletes, and another tab may have lengthened it since. */
export function RetentionForm({ path, retentionDays, onSaved }: Props) {
  const [isLimited, setIsLimited] = useState(retentionDays !== null);
  const [days, setDays] = useState(String(retentionDays ?? 365));
  /** What was saved last; undefined before that. */
  const [saved, setSaved] = useState<number | null>();
  const [confirming, setConfirming] = useState<number | null>(null);
  const wanted = isLimited ? Number(days) : null;
  const { form, wrong, check } = useFaults(
    (): Record<string, string> =>
      privacyBody.safeParse({ retentionDays: wanted }).success
        ? {}
        : { days: 'Give a whole number of days, from 1 to 3,650.' },
  );
  const save = async (next: number | null) => {
    await adminRequest<Privacy>('PUT', path, { retentionDays: next });
    await onSaved();
    setSaved(next);
  };
  useUnsaved(wanted !== retentionDays);
  const { problem, submit } = useSubmit(async () => (wanted === null ? save(null) : setConfirming(wanted)), { check });
  return (
    <section aria-label="Retention" className="rounded-xl border border-line bg-surface p-4">
      <h2 className="font-semibold text-sm">How long conversations are kept</h2>
      <form ref={form} onSubmit={submit} className="mt-3 space-y-3" noValidate>
        <label className="flex items-center gap-2 text-sm">
          <input
            type="radio"
            checked={!isLimited}
            onChange={() => setIsLimited(false)}
            className="size-4 accent-brand"
          />
          For ever
        </label>
        <label className="flex items-center gap-2 text-sm">
          <input type="radio" checked={isLimited} onChange={() => setIsLimited(true)} className="size-4 accent-brand" />
          For a number of days after the last message
        </label>
        {isLimited && (
          <div className="pl-6">
            <TextField
              label="Days"
              problem={wrong.days}
              type="number"
              inputMode="numeric"
              min={1}
              max={3650}
              value={days}
              onChange={(event) => setDays(event.target.value)}
              className="max-w-32"
            />
          </div>
        )}
        <Problem>{problem}</Problem>
        <div className="flex items-center gap-3">
          <Button look="primary" type="submit">
            Save
          </Button>
          <p role="status" className="text-good text-sm">
            {saved === wanted && 'Saved.'}
          </p>
        </div>
        <p className="text-ink-soft text-xs leading-relaxed">
          Older conversations are deleted every minute, with messages, answers, files and questions. Figures that do not
          say whose they were stay. Who opens the chat and says nothing is forgotten after {strangerDays} days, whatever
          you choose.
        </p>
      </form>
      {confirming !== null && (
        <ConfirmDialog
          title={`Keep conversations for ${countOf(confirming, 'day')}?`}
          text={`Conversations without a message for more than ${countOf(confirming, 'day')} are deleted within minutes, now and from now on. This can’t be undone.`}
          action="Delete the older ones"
          onConfirm={() => save(confirming)}
          onClose={() => setConfirming(null)}
        />
      )}
    </section>
  );
}
