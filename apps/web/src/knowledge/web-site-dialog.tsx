'use client';

import { type AddedSource, type EveryDays, knowledgeLimits, newWebSite } from '@frontdesk/protocol';
import { useState } from 'react';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { field } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { RhythmField } from './rhythm-field.tsx';

interface Props {
  siteId: string;
  onSaved: () => void;
  onClose: () => void;
}

/** A web site to import: a page to begin at, or a sitemap. */
export function WebSiteDialog({ siteId, onSaved, onClose }: Props) {
  const [typed, setTyped] = useState('');
  const [everyDays, setEveryDays] = useState<EveryDays>(7);
  const body = { address: typed.trim(), everyDays };
  const { form, wrong, check } = useFaults(() => fieldProblems(newWebSite, body));
  const save = async () => {
    await adminRequest<AddedSource>('POST', `sites/${siteId}/web-sites`, body);
    onSaved();
    onClose();
  };
  const sending = useSubmit(save, { check });
  return (
    <FormDialog
      {...{ form, sending, onClose }}
      title="Import a web site"
      action={sending.busy ? 'Starting…' : 'Import'}
    >
      <LabelledField
        label="Address of a page or a sitemap"
        problem={wrong.address}
        hint="From there, links on the same host are followed, up to 300 pages. What robots.txt asks to leave alone is left alone."
      >
        {(attributes) => (
          <input
            {...attributes}
            className={field}
            type="url"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            maxLength={knowledgeLimits.addressChars}
            placeholder="https://www.example.com/help"
          />
        )}
      </LabelledField>
      <RhythmField value={everyDays} onChange={setEveryDays} />
    </FormDialog>
  );
}
