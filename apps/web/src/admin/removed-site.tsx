'use client';

import type { AdminSite } from '@frontdesk/protocol';
import { Trash2 } from 'lucide-react';
import { Button, Problem } from '../forms/form-parts.tsx';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { longDate } from '../words/clock-time.ts';
import { useAdminSites } from './admin-sites.tsx';

/** In the place of whatever is shown of a site: it is removed, and this is how to have it back. */
export function RemovedSite({ site: { id, name, deletedOn = '' } }: { site: AdminSite }) {
  const { reload } = useAdminSites();
  const { busy, problem, submit } = useSubmit(async () => {
    await adminRequest('DELETE', `sites/${id}/removal`);
    await reload();
  });
  return (
    <section
      aria-label={`${name}, removed`}
      className="grid place-items-center rounded-2xl border border-line border-dashed px-6 py-12 text-center"
    >
      <Trash2 aria-hidden="true" className="size-8 text-ink-faint" strokeWidth={1.5} />
      <div role="status">
        <p className="mt-4 break-words font-medium">{name} is removed</p>
        <p className="mt-1 max-w-sm text-ink-soft text-sm leading-relaxed">
          Its chat answers nobody. Everything is deleted on{' '}
          <time dateTime={deletedOn} className="whitespace-nowrap font-medium text-ink">
            {longDate(deletedOn)}
          </time>
          ; until then it can be restored as it was.
        </p>
      </div>
      <div className="mt-5 space-y-3">
        <Problem>{problem}</Problem>
        <Button look="primary" aria-disabled={busy} onClick={submit}>
          Restore the site
        </Button>
      </div>
    </section>
  );
}
