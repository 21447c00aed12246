'use client';

import { ignoreSecondClick } from '@frontdesk/chat/ignore-second-click';
import { useFileDrop } from '@frontdesk/chat/use-file-drop';
import {
  type AdminSite,
  type DeletedSource,
  fileEndings,
  knowledgeLimits,
  may,
  type SourceSummary,
  type SourcesPage,
} from '@frontdesk/protocol';
import { BookOpen, FileUp, Globe, Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { Loading } from '../admin/page-parts.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { useUndo } from '../admin/undo-toast.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ConfirmDialog } from '../forms/confirm-dialog.tsx';
import { DropCover } from '../forms/drop-cover.tsx';
import { Button, field, Problem } from '../forms/form-parts.tsx';
import { useTyped } from '../forms/use-typed.ts';
import { useUnsaved } from '../forms/use-unsaved.ts';
import { adminRequest, sentenceOf } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { countOf } from '../words/count-of.ts';
import { useNow } from '../words/use-now.ts';
import { cutText } from './cut-text.ts';
import { endOfList } from './end-of-list.ts';
import { FactDialog } from './fact-dialog.tsx';
import { PassageResults } from './passage-results.tsx';
import { SameNameDialog } from './same-name-dialog.tsx';
import { filesNamed } from './same-names.ts';
import { ScheduleDialog } from './schedule-dialog.tsx';
import { nameOf, SourceRow } from './source-row.tsx';
import { TryQuestion } from './try-question.tsx';
import { uploadFiles } from './upload-file.ts';
import { WebSiteDialog } from './web-site-dialog.tsx';

/** What a site knows: facts, files and web sites, and what a question would find among them. */
export function KnowledgePage() {
  return (
    <SitePage
      title="Knowledge"
      about="All that the bot answers from. It says these sentences word for word, and nothing else."
    >
      {(site) => <SiteKnowledge key={site.id} site={site} />}
    </SitePage>
  );
}

type Opened =
  | { what: 'fact'; source?: SourceSummary }
  | { what: 'web-site' }
  | { what: 'schedule'; source: SourceSummary }
  | { what: 'delete'; source: SourceSummary }
  | null;

function SiteKnowledge({ site: { id: siteId, role } }: { site: AdminSite }) {
  const mayEdit = may(role, 'knowledge.edit');
  const [search, setSearch] = useState('');
  const wanted = useTyped(search.trim());
  const [limit, setLimit] = useState<number>(knowledgeLimits.sourcesPerPage);
  const query = wanted && `&search=${encodeURIComponent(wanted)}`;
  const { data, problem, reload } = useLoaded<SourcesPage>(
    `sites/${siteId}/sources?limit=${limit}${query}`,
    wanted ? () => nowAndThenMs : whileImporting,
    query,
  );
  /** More was asked for than is here. */
  const lacksMore = data?.more === true && data.sources.length < limit;
  const [opened, setOpened] = useState<Opened>(null);
  const [failures, setFailures] = useState<string[]>([]);
  /** How many choices of files are on their way. */
  const [uploads, setUploads] = useState(0);
  const uploading = uploads > 0;
  const [waitsForRoom, setWaitsForRoom] = useState(false);
  /** Files that are here already, until it is said what becomes of them. */
  const [sameNames, setSameNames] = useState<React.ComponentProps<typeof SameNameDialog> | null>(null);
  useUnsaved(uploading);
  const offerUndo = useUndo();
  const remove = async (source: SourceSummary) => {
    const path = `sites/${siteId}`;
    const { fact } = await adminRequest<DeletedSource>('DELETE', `${path}/sources/${source.id}`);
    await reload();
    if (!fact) return;
    offerUndo(`Forgotten: “${nameOf(source)}”`, async () => {
      await adminRequest('POST', `${path}/facts`, fact);
      await reload();
    });
  };
  const chooser = useRef<HTMLInputElement>(null);
  const replaced = useRef<string | undefined>(undefined);
  const nowMs = useNow(15_000);

  const change = async (method: string, path: string) => {
    setFailures([]);
    try {
      await adminRequest(method, `sites/${siteId}/${path}`);
    } catch (error) {
      setFailures([sentenceOf(error)]);
    }
    await reload();
  };
  const choose = (sourceId?: string) => {
    replaced.current = sourceId;
    if (!chooser.current) return;
    chooser.current.multiple = sourceId === undefined;
    chooser.current.click();
  };
  /** Of files that are here already, the sources that they replace; null: nothing is to be uploaded. */
  const askReplaced = async (files: readonly File[]): Promise<ReadonlyMap<string, string> | null> => {
    const here = await filesNamed(
      siteId,
      files.map(({ name }) => name),
    );
    if (here.size === 0) return here;
    const choice = await new Promise((onChoose) => setSameNames({ names: [...here.keys()], onChoose }));
    setSameNames(null);
    return choice === 'replace' ? here : choice === 'both' ? new Map() : null;
  };
  const upload = async (files: readonly File[]) => {
    // Another row may be chosen while these are on their way.
    const sourceId = replaced.current;
    setUploads((before) => before + 1);
    setFailures([]);
    try {
      const replaces = sourceId === undefined ? await askReplaced(files) : new Map();
      if (replaces) await uploadFiles(siteId, { files, sourceId, replaces }, uploadWatch);
    } catch (error) {
      setFailures([sentenceOf(error)]);
    }
    setUploads((before) => before - 1);
  };
  const uploadWatch = {
    onWaits: () => setWaitsForRoom(true),
    async onEnded(failure: string | null) {
      setWaitsForRoom(false);
      if (failure) setFailures((before) => [...before, failure]);
      await reload();
    },
  };
  const drop = useFileDrop((files) => {
    if (uploading) return;
    replaced.current = undefined;
    void upload(files);
  });

  return (
    <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
      <div {...(mayEdit ? drop.handlers : {})} className="relative space-y-4 max-lg:order-2">
        {drop.dragging && (
          <DropCover>{uploading ? 'Other files are on their way' : 'Drop files to upload them'}</DropCover>
        )}
        <div hidden={!mayEdit} className="flex flex-wrap items-center gap-2">
          <Button look="primary" onClick={() => setOpened({ what: 'fact' })}>
            <Plus aria-hidden="true" className="size-4" />
            Add a fact
          </Button>
          <Button aria-disabled={uploading} onClick={() => uploading || choose()}>
            <FileUp aria-hidden="true" className="size-4" />
            {uploading ? 'Uploading…' : 'Upload files'}
          </Button>
          <Button onClick={() => setOpened({ what: 'web-site' })}>
            <Globe aria-hidden="true" className="size-4" />
            Import a web site
          </Button>
          <input
            ref={chooser}
            type="file"
            multiple
            hidden
            aria-label="Files to upload"
            accept={fileEndings.join(',')}
            onChange={(event) => {
              const files = [...(event.target.files ?? [])];
              event.target.value = '';
              void upload(files);
            }}
          />
        </div>
        <p role="status" className="px-1 text-ink-soft text-sm leading-relaxed empty:hidden">
          {waitsForRoom &&
            'Much of this site waits to be imported already. The rest is uploaded as that is finished: please leave this page open.'}
        </p>
        {failures.map((failure) => (
          <Problem key={failure}>{failure}</Problem>
        ))}
        <label className="block">
          <span className="sr-only">Search the knowledge</span>
          <input
            type="search"
            className={field}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            maxLength={knowledgeLimits.searchChars}
            placeholder="Search names, addresses and texts"
          />
        </label>
        {!lacksMore && <Problem>{problem}</Problem>}
        {(data || !problem) && (
          <Sources
            page={data}
            mayEdit={mayEdit}
            isSearch={wanted !== ''}
            row={(source) => (
              <SourceRow
                key={source.id}
                {...{ siteId, source, mayEdit, nowMs: nowMs ?? Date.parse(source.createdAt) }}
                onChanged={() => void reload()}
                onEdit={() => setOpened({ what: 'fact', source })}
                onImport={() =>
                  source.kind === 'site' ? void change('POST', `sources/${source.id}/import`) : choose(source.id)
                }
                onSchedule={() => setOpened({ what: 'schedule', source })}
                onStop={() => void change('POST', `sources/${source.id}/cancel`)}
                onDelete={() => {
                  // A fact can be brought back whole; a file, or what was read of a web site, can not.
                  if (source.kind !== 'fact') return setOpened({ what: 'delete', source });
                  setFailures([]);
                  remove(source).catch((error: unknown) => {
                    setFailures([sentenceOf(error)]);
                    void reload();
                  });
                }}
              />
            )}
          />
        )}
        {lacksMore && <Problem>{problem}</Problem>}
        {data?.more &&
          (lacksMore || limit < knowledgeLimits.sourcesPerPage * 10 ? (
            <Button
              className="w-full"
              onClick={() => (lacksMore ? void reload() : setLimit(limit + knowledgeLimits.sourcesPerPage))}
            >
              Show more
            </Button>
          ) : (
            <p className="px-1 text-ink-soft text-sm leading-relaxed">{endOfList(data, wanted !== '')}</p>
          ))}
        {wanted.length >= 2 && <PassageResults siteId={siteId} search={wanted} />}
      </div>
      {mayEdit && <TryQuestion siteId={siteId} />}
      {opened?.what === 'fact' && (
        <FactDialog
          siteId={siteId}
          {...(opened.source ? { sourceId: opened.source.id } : {})}
          onSaved={() => void reload()}
          onClose={() => setOpened(null)}
        />
      )}
      {opened?.what === 'web-site' && (
        <WebSiteDialog siteId={siteId} onSaved={() => void reload()} onClose={() => setOpened(null)} />
      )}
      {opened?.what === 'schedule' && (
        <ScheduleDialog
          {...{ siteId, source: opened.source }}
          onSaved={() => void reload()}
          onClose={() => setOpened(null)}
        />
      )}
      {sameNames && <SameNameDialog {...sameNames} />}
      {opened?.what === 'delete' && (
        <ConfirmDialog
          title={`Delete ${cutText(nameOf(opened.source), 80)}?`}
          text={`The bot forgets ${countOf(opened.source.passages, 'passage')} at once. This can’t be undone.`}
          action="Delete"
          onConfirm={() => remove(opened.source)}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  );
}

/** Of a search, too: it looks through all that is known. */
const nowAndThenMs = 15_000;

/** Each second while something is imported, as that is what the page shows; else now and then. */
const whileImporting = ({ sources }: SourcesPage): number =>
  sources.some(({ state }) => state === 'queued' || state === 'running') ? 1_000 : nowAndThenMs;

interface SourcesProps {
  page: SourcesPage | null;
  mayEdit: boolean;
  isSearch: boolean;
  row: (source: SourceSummary) => React.ReactNode;
}

function Sources({ page, mayEdit, isSearch, row }: SourcesProps) {
  if (!page) {
    return <Loading />;
  }
  if (page.sources.length === 0) return isSearch ? <NothingFound /> : <NothingYet mayEdit={mayEdit} />;
  return (
    <div>
      <p className="mb-2 text-ink-faint text-xs">
        {countOf(page.total, 'source')}, {countOf(page.passages, 'passage')} in all
      </p>
      <ul
        aria-label="Sources"
        className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card"
        onClickCapture={ignoreSecondClick}
      >
        {page.sources.map(row)}
      </ul>
    </div>
  );
}

const NothingFound = () => <p className="py-8 text-center text-ink-soft text-sm">No source has this in it.</p>;

function NothingYet({ mayEdit }: { mayEdit: boolean }) {
  return (
    <EmptyState icon={BookOpen} title="The bot knows nothing yet">
      {mayEdit
        ? 'Add a fact, upload your price list or terms, or import your help pages. Until then it answers from its prompt alone.'
        : 'Agents add facts, files and web sites here. Until then it answers from its prompt alone.'}
    </EmptyState>
  );
}
