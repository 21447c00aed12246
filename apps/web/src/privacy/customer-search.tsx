'use client';

import { type DeletionReceiptView, type FoundVisitor, privacyLimits, visitorSearch } from '@frontdesk/protocol';
import { Download, Search, Trash2 } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, Problem } from '../forms/form-parts.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { adminRequest, sentenceOf } from '../requests/admin-request.ts';
import { DownloadLink } from '../requests/download-link.tsx';
import { countOf } from '../words/count-of.ts';
import { relativeTime } from '../words/relative-time.ts';
import { useNow } from '../words/use-now.ts';
import { describeCounts } from './describe-counts.ts';

/** Finds a customer, and gives or deletes what is stored of them. */
export function CustomerSearch({ siteId, onDeleted }: { siteId: string; onDeleted: () => void }) {
  // Other pages lead here with the one that is meant.
  const meant = useSearchParams().get('customer') ?? '';
  const [search, setSearch] = useState(meant);
  const [found, setFound] = useState<FoundVisitor[] | null>(null);
  // Also once some of them are deleted.
  const [mayBeMore, setMayBeMore] = useState(false);
  const [deleting, setDeleting] = useState<FoundVisitor | null>(null);
  const [receipt, setReceipt] = useState<DeletionReceiptView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const searches = useRef(0);
  const { form, wrong, check } = useFaults(() => fieldProblems(visitorSearch, { search }));
  const look = async () => {
    setProblem(null);
    setReceipt(null);
    if (!check()) return;
    searches.current += 1;
    const number = searches.current;
    try {
      const query = new URLSearchParams({ search: search.trim() });
      const all = await adminRequest<FoundVisitor[]>('GET', `sites/${siteId}/visitors?${query}`);
      // Meanwhile another may be looked for, or one of these deleted.
      if (number !== searches.current) return;
      setFound(all);
      setMayBeMore(all.length >= privacyLimits.visitorsShown);
    } catch (error) {
      if (number === searches.current) setProblem(sentenceOf(error));
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for whoever the link means
  useEffect(() => {
    if (meant) void look();
  }, [meant, siteId]);
  const remove = async (visitor: FoundVisitor) => {
    const given = await adminRequest<DeletionReceiptView>('DELETE', `sites/${siteId}/visitors/${visitor.id}`);
    searches.current += 1;
    setFound((all) => all?.filter(({ id }) => id !== visitor.id) ?? null);
    setReceipt(given);
    onDeleted();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void look();
  };
  return (
    <section aria-label="A customer’s data" className="rounded-xl border border-line bg-surface p-4">
      <h2 className="font-semibold text-sm">A customer’s data</h2>
      <form ref={form} onSubmit={submit} className="mt-3 flex items-start gap-2" noValidate>
        <div className="min-w-0 flex-1">
          <TextField
            label="Name, e-mail address or id"
            problem={wrong.search}
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            maxLength={254}
          />
        </div>
        <Button type="submit" look="primary" className="mt-6.5 py-2">
          <Search aria-hidden="true" className="size-4" />
          Find
        </Button>
      </form>
      <div className="mt-3 space-y-3">
        <Problem>{problem}</Problem>
        <p role="status" className={receipt ? 'rounded-lg bg-good-soft px-3 py-2.5 text-good text-sm' : 'sr-only'}>
          {receipt && `Deleted: ${describeCounts(receipt.counts)}. The receipt is below.`}
        </p>
        {found === null && !problem && (
          <p className="text-ink-soft text-sm leading-relaxed">
            Customers who gave no name are found by their id, or by its last four characters as in the inbox.
          </p>
        )}
        {mayBeMore && (
          <p className="text-ink-soft text-sm">
            There may be more: only the {privacyLimits.visitorsShown} who were seen last are listed. Say more of whom
            you mean, or find again once these are deleted.
          </p>
        )}
        {found?.length === 0 && !receipt && <p className="text-ink-soft text-sm">No customer of this site matches.</p>}
        {found && found.length > 0 && (
          <ul aria-label="Customers found" className="divide-y divide-line border-line border-t">
            {found.map((visitor) => (
              <Found key={visitor.id} siteId={siteId} visitor={visitor} onDelete={() => setDeleting(visitor)} />
            ))}
          </ul>
        )}
      </div>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${nameOf(deleting)}?`}
          text="Their conversations, messages, files and answers are deleted everywhere: in the database, in the search, in the answer cache and in the memory of workers. This can’t be undone. You get a receipt that does not name them."
          action="Delete everything"
          onConfirm={() => remove(deleting)}
          onClose={() => setDeleting(null)}
        />
      )}
    </section>
  );
}

const nameOf = ({ name, email, externalId }: FoundVisitor) => name ?? email ?? externalId ?? 'an anonymous customer';

function Found({ siteId, visitor, onDelete }: { siteId: string; visitor: FoundVisitor; onDelete: () => void }) {
  const nowMs = useNow(15_000);
  const { id, email, externalId, conversations, lastSeenAt } = visitor;
  const known = [email, externalId].filter((one) => one !== null && one !== nameOf(visitor)).join(' · ');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-medium text-sm first-letter:uppercase">{nameOf(visitor)}</p>
        {known && <p className="truncate text-ink-soft text-sm">{known}</p>}
        <p className="mt-0.5 truncate text-ink-faint text-xs">
          {countOf(conversations, 'conversation')}
          {nowMs !== null && ` · seen ${relativeTime(lastSeenAt, nowMs)}`} · {id}
        </p>
      </div>
      <div className="flex gap-2">
        <DownloadLink href={`/v1/admin/sites/${siteId}/visitors/${id}/export`}>
          <Download aria-hidden="true" className="size-4" />
          Export
        </DownloadLink>
        <Button look="danger" onClick={onDelete}>
          <Trash2 aria-hidden="true" className="size-4" />
          Delete
        </Button>
      </div>
    </li>
  );
}
