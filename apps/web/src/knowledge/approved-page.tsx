'use client';

import { ignoreSecondClick } from '@frontdesk/chat/ignore-second-click';
import {
  type AdminSite,
  type ApprovedAnswersPage,
  type ApprovedAnswerView,
  knowledgeLimits,
  may,
} from '@frontdesk/protocol';
import { BadgeCheck, Plus } from 'lucide-react';
import { useState } from 'react';
import { Loading } from '../admin/page-parts.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { useUndoable } from '../admin/use-undoable.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { EditDeleteButtons } from '../forms/edit-delete-buttons.tsx';
import { Button, field, Problem } from '../forms/form-parts.tsx';
import { useTyped } from '../forms/use-typed.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { usePages } from '../requests/use-pages.ts';
import { colleagueName } from '../words/former-colleague.ts';
import { relativeTime } from '../words/relative-time.ts';
import { useNow } from '../words/use-now.ts';
import { ApprovedAnswerDialog } from './approved-answer-dialog.tsx';

/** Answers that people wrote: said before anything else is asked. */
export function ApprovedPage() {
  return (
    <SitePage
      title="Approved answers"
      about="Whoever asks one of these questions is told its answer word for word, at once; within a conversation, where it can be understood by itself. Other wordings find it as a fact."
    >
      {(site) => <SiteApproved key={site.id} site={site} />}
    </SitePage>
  );
}

function SiteApproved({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/approved-answers`;
  const mayEdit = may(site.role, 'knowledge.edit');
  const [search, setSearch] = useState('');
  const wanted = useTyped(search.trim());
  const query = wanted && `?search=${encodeURIComponent(wanted)}`;
  const {
    items: answers,
    problem,
    showMore,
    reload,
  } = usePages(`${path}${query}`, (page: ApprovedAnswersPage) => page.answers);
  const [editing, setEditing] = useState<ApprovedAnswerView | 'new' | null>(null);
  const { failed, change } = useUndoable(reload);
  const nowMs = useNow(30_000);

  const remove = ({ id, question, answer }: ApprovedAnswerView) =>
    change({
      done: `Deleted: “${question}”`,
      run: () => adminRequest('DELETE', `${path}/${id}`),
      undo: () => adminRequest('POST', path, { question, answer, undo: true }),
    });
  return (
    <div className="max-w-4xl space-y-4">
      <div className="flex flex-wrap items-end gap-2">
        <label className="min-w-52 flex-1">
          <span className="sr-only">Search the approved answers</span>
          <input
            type="search"
            className={field}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            maxLength={knowledgeLimits.searchChars}
            placeholder="Search questions and answers"
          />
        </label>
        {mayEdit && (
          <Button look="primary" className="py-2" onClick={() => setEditing('new')}>
            <Plus aria-hidden="true" className="size-4" />
            Add an answer
          </Button>
        )}
      </div>
      <Problem>{problem ?? failed}</Problem>
      {!answers && !problem && <Loading />}
      {answers?.length === 0 && (wanted ? <NothingFound /> : <NothingYet mayEdit={mayEdit} />)}
      {answers && answers.length > 0 && (
        <ul
          aria-label="Approved answers"
          className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card"
          onClickCapture={ignoreSecondClick}
        >
          {answers.map((one) => (
            <li key={one.id} className="flex items-start gap-3 px-4 py-3.5">
              <div className="min-w-0 flex-1">
                <h2 className="break-words font-medium text-sm">{one.question}</h2>
                <p className="mt-1 line-clamp-4 whitespace-pre-wrap break-words text-ink-soft text-sm leading-relaxed">
                  {one.answer}
                </p>
                <p className="mt-1.5 break-words text-ink-faint text-xs">
                  {colleagueName(one.author)}
                  {nowMs !== null && ` · ${relativeTime(one.updatedAt, nowMs)}`}
                </p>
              </div>
              {mayEdit && (
                <EditDeleteButtons
                  name={one.question}
                  onEdit={() => setEditing(one)}
                  onDelete={() => void remove(one)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {showMore && (
        <Button className="w-full" onClick={() => void showMore()}>
          Show more
        </Button>
      )}
      {editing && (
        <ApprovedAnswerDialog
          title={editing === 'new' ? 'Add an approved answer' : 'Edit the approved answer'}
          siteId={site.id}
          {...(editing !== 'new' && { written: editing, answerId: editing.id })}
          onSaved={() => void reload()}
          onOutdated={() => void reload()}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

const NothingFound = () => <p className="py-8 text-center text-ink-soft text-sm">No approved answer has this in it.</p>;

function NothingYet({ mayEdit }: { mayEdit: boolean }) {
  return (
    <EmptyState icon={BadgeCheck} title="No approved answers yet">
      {mayEdit
        ? 'Write one here, or choose “Correct this answer” below what the bot said in a conversation. From then on it says yours.'
        : 'Agents write them here, or correct what the bot said in a conversation.'}
    </EmptyState>
  );
}
