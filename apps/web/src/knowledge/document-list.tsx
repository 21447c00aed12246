'use client';

import type { DocumentSummaryView, DocumentsPage, PassageView, SourceSummary } from '@frontdesk/protocol';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { Button, IconButton, Problem } from '../forms/form-parts.tsx';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { usePages } from '../requests/use-pages.ts';
import { cutText } from './cut-text.ts';

interface Props {
  siteId: string;
  source: SourceSummary;
  mayEdit: boolean;
  onChanged: () => void;
}

/** A source's documents, newest first, with their errors; each opens to its passages. */
export function DocumentList({ siteId, source, mayEdit, onChanged }: Props) {
  const path = `sites/${siteId}/sources/${source.id}/documents`;
  const { items: documents, problem, showMore, reload } = usePages(path, (page: DocumentsPage) => page.documents);
  const [deleting, setDeleting] = useState<DocumentSummaryView | null>(null);
  const remove = async ({ id }: DocumentSummaryView) => {
    await adminRequest('DELETE', `sites/${siteId}/documents/${id}`);
    await reload();
    onChanged();
  };
  return (
    <div className="mt-3 space-y-2 rounded-xl bg-sunken p-2.5 sm:ml-11">
      <Problem>{problem}</Problem>
      {!documents && !problem && (
        <p role="status" className="px-1 text-ink-soft text-sm">
          Loading…
        </p>
      )}
      <ul className="space-y-1">
        {documents?.map((one) => (
          <li key={one.id} className="flex items-start gap-1 rounded-lg bg-surface px-2.5 py-1.5">
            <div className="min-w-0 flex-1 py-0.5 text-sm">
              {one.error && one.passages === 0 ? (
                <p className="break-words">{shownName(source, one)}</p>
              ) : (
                <DocumentText siteId={siteId} source={source} document={one} />
              )}
              {one.error && <p className="break-words text-bad">{one.error.message}</p>}
              {isOutOfDate(source, one) && <p className="text-ink-soft">The bot still says what was read before.</p>}
            </div>
            {mayEdit && source.kind === 'site' && (
              <IconButton label={`Delete the page ${one.title}`} onClick={() => setDeleting(one)}>
                <Trash2 aria-hidden="true" className="size-4" />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {showMore && <Button onClick={() => void showMore()}>Show more</Button>}
      {deleting && (
        <ConfirmDialog
          title={`Delete the page ${cutText(deleting.title, 80)}?`}
          text={`The bot forgets ${deleting.address} until the web site is imported again.`}
          action="Delete"
          onConfirm={() => remove(deleting)}
          onClose={() => setDeleting(null)}
        />
      )}
    </div>
  );
}

const shownName = ({ kind }: SourceSummary, { title, address }: DocumentSummaryView): string =>
  kind === 'site' ? (title === address ? address : `${title} · ${address}`) : title || 'What it says';

/** A page that could not be read again keeps its passages; so does a file until the one in its place is read. */
const isOutOfDate = ({ kind, state }: SourceSummary, { error, passages }: DocumentSummaryView): boolean =>
  passages > 0 && (error !== null || (kind === 'file' && state !== 'done'));

interface DocumentProps {
  siteId: string;
  document: DocumentSummaryView;
}

/** Its passages are asked for once somebody opens it: a web site has hundreds of pages. */
function DocumentText({ source, ...props }: DocumentProps & Pick<Props, 'source'>) {
  const [wasOpened, setWasOpened] = useState(source.kind === 'file');
  return (
    <details open={source.kind === 'file'} onToggle={({ currentTarget }) => currentTarget.open && setWasOpened(true)}>
      <summary className="break-words">
        {shownName(source, props.document)}{' '}
        <span className="text-ink-faint text-xs">({props.document.passages.toLocaleString('en')})</span>
      </summary>
      {wasOpened && <DocumentPassages {...props} />}
    </details>
  );
}

function DocumentPassages({ siteId, document }: DocumentProps) {
  const { data, problem } = useLoaded<PassageView[]>(`sites/${siteId}/documents/${document.id}/passages`);
  if (problem) return <Problem>{problem}</Problem>;
  return (
    <ol className="mt-2 space-y-2">
      {data?.map(({ id, titlePath, sentences }) => (
        <li key={id} className="border-line border-l-2 pl-2.5 leading-relaxed">
          {titlePath.length > 0 && <p className="font-medium text-ink-soft text-xs">{titlePath.join(' › ')}</p>}
          <p className="break-words">{sentences.join(' ')}</p>
        </li>
      ))}
      {data && data.length < document.passages && (
        <li className="text-ink-soft text-xs">
          These are the first {data.length}. A search of the knowledge finds the others.
        </li>
      )}
    </ol>
  );
}
