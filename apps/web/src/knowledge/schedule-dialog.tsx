'use client';

import type { SourceSummary } from '@frontdesk/protocol';
import { useState } from 'react';
import { FormDialog } from '../forms/form-dialog.tsx';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { RhythmField } from './rhythm-field.tsx';

interface Props {
  siteId: string;
  source: SourceSummary;
  onSaved: () => void;
  onClose: () => void;
}

/** How often a web site that is known already is imported again by itself. */
export function ScheduleDialog({ siteId, source: { id, name, everyDays: before }, onSaved, onClose }: Props) {
  const [everyDays, setEveryDays] = useState(before);
  const sending = useSubmit(async () => {
    await adminRequest('PUT', `sites/${siteId}/sources/${id}/schedule`, { everyDays });
    onSaved();
    onClose();
  });
  return (
    <FormDialog
      {...{ sending, onClose }}
      title={`How often ${name} is imported`}
      action={sending.busy ? 'Saving…' : 'Save'}
    >
      <RhythmField value={everyDays} onChange={setEveryDays} />
    </FormDialog>
  );
}
