'use client';

import type { LetterChoice } from '@frontdesk/protocol';
import { useState } from 'react';
import { Problem } from '../forms/form-parts.tsx';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { Card } from './settings-shell.tsx';

const path = 'me/letters';

/** Whether one is mailed that customers wait. Nothing is shown until that is known, nor by a gateway that knows no letters. */
export function OwnLetters() {
  const { data, reload } = useLoaded<LetterChoice>(path);
  const [saved, setSaved] = useState(false);
  const { problem, submit } = useSubmit(async () => {
    setSaved(false);
    await adminRequest('PUT', path, { wanted: !data?.wanted });
    await reload();
    setSaved(true);
  });
  if (!data) return null;
  return (
    <Card
      title="Letters"
      about="Where a customer waits for you, or for anybody, and nobody answers, you are told by e-mail. After how long, each site says under “People and hours”."
    >
      <label className="flex items-center gap-3 text-sm">
        <input type="checkbox" checked={data.wanted} onChange={() => submit()} className="size-4 accent-brand" />
        Mail me when customers wait
      </label>
      <p role="status" className="mt-2 text-good text-sm empty:hidden">
        {saved && 'Saved.'}
      </p>
      <Problem>{problem}</Problem>
    </Card>
  );
}
