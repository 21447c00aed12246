'use client';

import { newSite } from '@frontdesk/protocol';
import { useState } from 'react';
import { flushSync } from 'react-dom';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { Button } from '../forms/form-parts.tsx';
import { lines, ofLine } from '../forms/line-list.ts';
import { TextArea, TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';

/** Another site, for whoever may make one. @param isFirst there is none that it would stand beside */
export function NewSite({ isFirst = false }: { isFirst?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm">
        <p className="text-ink-soft">
          {isFirst ? 'A web site' : 'Another web site'}, with a chat, knowledge and members of its own?
        </p>
        <Button onClick={() => setOpen(true)}>Create a site</Button>
      </div>
      {open && <NewSiteDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function NewSiteDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [origins, setOrigins] = useState('');
  const body = { name, allowedOrigins: lines(origins) };
  const { form, wrong, check } = useFaults(() => fieldProblems(newSite, body));
  const create = async () => {
    const { siteId } = await adminRequest<{ siteId: string }>('POST', 'sites', body);
    // At once, as what is typed here is saved. Whoever has not saved something else may choose to stay on this page.
    flushSync(onClose);
    // Its inbox says what is next.
    window.location.assign(`/admin?site=${siteId}`);
  };
  const sending = useSubmit(create, { check });
  return (
    <FormDialog {...{ form, sending, onClose }} title="Create a site" action="Create" cancel="Not now">
      <TextField
        label="Name"
        problem={wrong.name}
        data-focus=""
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextArea
        label="Allowed origins"
        hint="One a line, as https://shop.example. They can be added later."
        problem={wrong.allowedOrigins ?? ofLine(wrong, 'allowedOrigins', lines(origins))}
        rows={2}
        value={origins}
        onChange={(event) => setOrigins(event.target.value)}
        className="font-mono"
      />
    </FormDialog>
  );
}
