'use client';

import { type AdminSite, type SiteContents, siteLimits } from '@frontdesk/protocol';
import { useState } from 'react';
import { useAdminSites } from '../admin/admin-sites.tsx';
import { FormDialog } from '../forms/form-dialog.tsx';
import { Button } from '../forms/form-parts.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';

/** The end of a site's settings: the end of the site. */
export function RemoveSite({ site }: { site: AdminSite }) {
  const [open, setOpen] = useState(false);
  return (
    <section aria-labelledby="remove-site" className="rounded-2xl border border-bad/40 bg-surface p-5 shadow-card">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
        <div className="min-w-0 max-w-xl flex-1 basis-72">
          <h2 id="remove-site" className="font-semibold">
            Remove this site
          </h2>
          <p className="mt-1 text-ink-soft text-sm leading-relaxed">
            Its chat goes from all pages at once. For {siteLimits.restorableDays} days owners can restore the site; then
            all that is of it is deleted for good.
          </p>
        </div>
        <Button look="danger" onClick={() => setOpen(true)}>
          Remove the site…
        </Button>
      </div>
      {open && <RemovalDialog site={site} onClose={() => setOpen(false)} />}
    </section>
  );
}

const parts: readonly [keyof SiteContents, one: string, many: string][] = [
  ['conversations', 'conversation', 'conversations'],
  ['documents', 'document', 'documents'],
  ['members', 'member', 'members'],
];

function RemovalDialog({ site, onClose }: { site: AdminSite; onClose: () => void }) {
  const path = `sites/${site.id}/removal`;
  const { reload } = useAdminSites();
  const { data } = useLoaded<SiteContents>(path);
  const [name, setName] = useState('');
  const isName = name.trim() === site.name.trim();
  const { form, wrong, check } = useFaults(
    (): Record<string, string> => (isName ? {} : { name: `This is not “${site.name}”.` }),
  );
  const remove = async () => {
    await adminRequest('POST', path, { name });
    // Without the site in the address the page would silently be another one's.
    window.history.replaceState(null, '', `${window.location.pathname}?site=${site.id}`);
    await reload();
  };
  const sending = useSubmit(remove, { check });
  return (
    <FormDialog
      {...{ form, sending, onClose }}
      title={`Remove ${site.name}?`}
      action="Remove it"
      look="danger"
      cancel="Keep it"
    >
      <p className="text-ink-soft text-sm leading-relaxed">What is lost with it:</p>
      <dl className="grid grid-cols-3 divide-x divide-line rounded-xl border border-line bg-sunken py-3 text-center">
        {parts.map(([part, one, many]) => (
          <div key={part} className="flex flex-col-reverse px-1">
            <dt className="text-ink-soft text-xs sm:text-sm">{data?.[part] === 1 ? one : many}</dt>
            <dd className="font-semibold text-xl tabular-nums">{data ? data[part].toLocaleString('en') : '…'}</dd>
          </div>
        ))}
      </dl>
      <p className="text-ink-soft text-sm leading-relaxed">
        Its prompts, keys, approved answers, statistics and customers’ files go with them. Nothing is deleted for{' '}
        {siteLimits.restorableDays} days, but nobody is answered from now on.
      </p>
      <TextField
        label={`Type ${site.name} to confirm`}
        problem={wrong.name}
        data-focus=""
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </FormDialog>
  );
}
