'use client';

import type { SourceSummary } from '@frontdesk/protocol';
import {
  BadgeCheck,
  CalendarClock,
  ChevronDown,
  FileText,
  Globe,
  Pencil,
  Quote,
  RefreshCw,
  Square,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { IconButton } from '../forms/form-parts.tsx';
import { countOf } from '../words/count-of.ts';
import { relativeTime } from '../words/relative-time.ts';
import { DocumentList } from './document-list.tsx';
import { scheduleText } from './rhythm-text.ts';

const kinds = {
  fact: { label: 'Fact', icon: Quote },
  file: { label: 'File', icon: FileText },
  site: { label: 'Web site', icon: Globe },
} as const;

export interface SourceActions {
  onEdit: (source: SourceSummary) => void;
  onImport: (source: SourceSummary) => void;
  onSchedule: (source: SourceSummary) => void;
  onStop: (source: SourceSummary) => void;
  onDelete: (source: SourceSummary) => void;
}

interface Props extends SourceActions {
  siteId: string;
  source: SourceSummary;
  /** Else it can only be looked at. */
  mayEdit: boolean;
  nowMs: number;
  /** Something in it was deleted. */
  onChanged: () => void;
}

/** A source, how its import stands, and what can be done with it. */
export function SourceRow({ siteId, source, mayEdit, nowMs, onChanged, ...actions }: Props) {
  const { onEdit, onImport, onSchedule, onStop, onDelete } = actions;
  const [open, setOpen] = useState(false);
  const siteHref = useSiteHref();
  const { kind, state, beginning, address, error, approved } = source;
  const name = nameOf(source);
  const { icon: Icon } = kinds[kind];
  const isBusy = state === 'queued' || state === 'running';
  const secondLine = kind === 'fact' ? source.name && beginning : kind === 'site' ? address : null;
  return (
    <li className="px-3 py-3 sm:px-4">
      <div className="flex gap-3">
        <span className="mt-0.5 grid size-8 shrink-0 place-items-center rounded-lg bg-sunken text-ink-soft max-sm:hidden">
          <Icon aria-hidden="true" className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="line-clamp-2 break-words font-medium text-sm">{name}</h2>
          {secondLine && <p className="mt-0.5 line-clamp-2 break-words text-ink-soft text-sm">{secondLine}</p>}
          <Standing source={source} nowMs={nowMs} />
          {kind === 'site' && (
            <Schedule {...{ source, nowMs }} {...(mayEdit ? { onChange: () => onSchedule(source) } : {})} />
          )}
          {state === 'failed' && error && <p className="mt-1 break-words text-bad text-sm">{error.message}</p>}
        </div>
        <div className="flex items-start">
          {mayEdit && isBusy && kind !== 'fact' && (
            <IconButton label={`Stop the import of ${name}`} onClick={() => onStop(source)}>
              <Square aria-hidden="true" className="size-4" />
            </IconButton>
          )}
          {approved && (
            <a
              href={siteHref('/admin/approved')}
              className="inline-flex h-8 items-center gap-1.5 rounded-lg px-2 font-medium text-ink-soft text-xs hover:bg-hover hover:text-ink"
            >
              <BadgeCheck aria-hidden="true" className="size-4" />
              <span className="max-sm:sr-only">Approved answer</span>
            </a>
          )}
          {mayEdit && !isBusy && kind === 'fact' && !approved && (
            <IconButton label={`Edit ${name}`} onClick={() => onEdit(source)}>
              <Pencil aria-hidden="true" className="size-4" />
            </IconButton>
          )}
          {mayEdit && !isBusy && kind !== 'fact' && (
            <IconButton
              label={kind === 'site' ? `Import ${name} again` : `Replace ${name} by a new file`}
              onClick={() => onImport(source)}
            >
              <RefreshCw aria-hidden="true" className="size-4" />
            </IconButton>
          )}
          {mayEdit && !approved && (
            <IconButton label={`Delete ${name}`} onClick={() => onDelete(source)}>
              <Trash2 aria-hidden="true" className="size-4" />
            </IconButton>
          )}
          {kind !== 'fact' && source.documents > 0 && (
            <IconButton
              label={open ? `Hide what ${name} says` : `Show what ${name} says`}
              aria-expanded={open}
              onClick={() => setOpen(!open)}
            >
              <ChevronDown aria-hidden="true" className={`size-4 transition-transform ${open ? 'rotate-180' : ''}`} />
            </IconButton>
          )}
        </div>
      </div>
      {open && <DocumentList key={source.importedAt} {...{ siteId, source, mayEdit, onChanged }} />}
    </li>
  );
}

/** What a source is called in the list, and in questions about it. */
export const nameOf = ({ name, beginning }: SourceSummary): string => name || beginning || 'A new fact';

function Standing({ source, nowMs }: { source: SourceSummary; nowMs: number }) {
  const { kind, state, done, known, passages, documents, failedDocuments, importedAt } = source;
  if (state === 'queued') return <p className="mt-1 font-medium text-warn text-xs">Waiting for a worker…</p>;
  if (state === 'running') {
    const what = kind === 'site' ? `${done.toLocaleString('en')} of ${countOf(known, 'page')}` : 'Reading…';
    return (
      <div className="mt-1.5 max-w-72">
        <p className="font-medium text-info text-xs">{what}</p>
        <progress
          aria-label="Import"
          {...(known > 0 ? { value: done, max: known } : {})}
          className="mt-1 h-1.5 w-full overflow-hidden rounded-full accent-info"
        />
      </div>
    );
  }
  const parts = [
    kinds[kind].label,
    ...(kind === 'site' ? [countOf(documents, 'page')] : []),
    countOf(passages, 'passage'),
    ...(importedAt ? [`imported ${relativeTime(importedAt, nowMs)}`] : []),
  ];
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-faint text-xs">
      <span>{parts.join(' · ')}</span>
      {state === 'failed' && <Badge look="bg-bad-soft text-bad">Failed</Badge>}
      {state === 'cancelled' && <Badge look="bg-sunken text-ink-soft">Stopped</Badge>}
      {state === 'done' && failedDocuments > 0 && kind === 'site' && (
        <Badge look="bg-warn-soft text-warn">{countOf(failedDocuments, 'page')} not read</Badge>
      )}
    </p>
  );
}

/** When a web site is imported again by itself; pressed, that can be changed. */
function Schedule({ source, nowMs, onChange }: { source: SourceSummary; nowMs: number; onChange?: () => void }) {
  const text = scheduleText(source, new Date(nowMs));
  const shown = (
    <>
      <CalendarClock aria-hidden="true" className="size-3.5 shrink-0" />
      {text}
    </>
  );
  const look = 'mt-1 flex items-center gap-1.5 text-ink-faint text-xs';
  if (!onChange) return <p className={look}>{shown}</p>;
  return (
    <button
      type="button"
      aria-label={`${text}: change how often ${nameOf(source)} is imported`}
      title="Change how often it is imported"
      onClick={onChange}
      className={`${look} -mx-1.5 rounded-md px-1.5 py-1 text-left hover:bg-hover hover:text-ink`}
    >
      {shown}
    </button>
  );
}

function Badge({ look, children }: { look: string; children: React.ReactNode }) {
  return <span className={`rounded-full px-2 py-0.5 font-medium ${look}`}>{children}</span>;
}
