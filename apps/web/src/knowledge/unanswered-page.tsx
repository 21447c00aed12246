'use client';

import { ignoreSecondClick } from '@frontdesk/chat/ignore-second-click';
import {
  type AdminSite,
  knowledgeLimits,
  may,
  type UnansweredGroup,
  type UnansweredPage as UnansweredPageData,
} from '@frontdesk/protocol';
import { CircleCheck, Plus } from 'lucide-react';
import { useState } from 'react';
import { useSiteHref } from '../admin/admin-sites.tsx';
import { Loading } from '../admin/page-parts.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { useUndoable } from '../admin/use-undoable.ts';
import { EmptyState } from '../design/empty-state.tsx';
import { Button, Problem } from '../forms/form-parts.tsx';
import { adminRequest } from '../requests/admin-request.ts';
import { DownloadLink } from '../requests/download-link.tsx';
import { useLoaded } from '../requests/use-loaded.ts';
import { countOf } from '../words/count-of.ts';
import { relativeTime } from '../words/relative-time.ts';
import { useNow } from '../words/use-now.ts';
import { cutText } from './cut-text.ts';
import { FactDialog } from './fact-dialog.tsx';

/** What customers asked and the bot did not know, so that each is answered once and for all. */
export function UnansweredPage() {
  return (
    <SitePage
      title="Unanswered"
      about="Questions that were handed to a person because nothing known answers them. Write the fact, and the bot knows it from the next question on."
    >
      {(site) => <SiteUnanswered key={site.id} site={site} />}
    </SitePage>
  );
}

function SiteUnanswered({ site: { id: siteId, role } }: { site: AdminSite }) {
  const { data, problem, reload } = useLoaded<UnansweredPageData>(`sites/${siteId}/unanswered`, () => 15_000);
  const groups = data?.groups;
  const [answering, setAnswering] = useState<UnansweredGroup | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const { failed, change } = useUndoable(reload);
  const dismiss = (group: UnansweredGroup) => {
    const ids = idsOf(group);
    return change({
      done: `Put aside: “${group.questions[0]?.question}”`,
      run: () => adminRequest('POST', `sites/${siteId}/unanswered/dismiss`, { ids }),
      undo: () => adminRequest('POST', `sites/${siteId}/unanswered/take-back`, { ids }),
    });
  };
  return (
    <div className="max-w-4xl space-y-4">
      <Problem>{problem ?? failed}</Problem>
      <p role="status" className={saved ? 'rounded-lg bg-good-soft px-3 py-2.5 text-good text-sm' : 'sr-only'}>
        {saved && `Saved. The bot is learning the answer to “${saved}”, and it became a regression case.`}
      </p>
      {!groups && !problem && <Loading />}
      {groups?.length === 0 && <NothingOpen />}
      {groups && groups.length > 0 && (
        <ul
          aria-label="Unanswered questions"
          className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card"
          onClickCapture={ignoreSecondClick}
        >
          {groups.map((group) => (
            <Group
              key={group.questions[0]?.id}
              group={group}
              mayEdit={may(role, 'knowledge.edit')}
              onAnswer={() => setAnswering(group)}
              onDismiss={() => void dismiss(group)}
            />
          ))}
        </ul>
      )}
      {data?.hasMore && (
        <p className="text-ink-soft text-sm leading-relaxed">
          These are the {knowledgeLimits.unansweredWordings} wordings that were asked most often. What you answer or put
          aside makes room for others.
        </p>
      )}
      {data && data.regressionCases > 0 && (
        <p className="text-ink-soft text-sm leading-relaxed">
          Each question that became a fact is a regression case.{' '}
          <DownloadLink
            href={`/v1/admin/sites/${siteId}/regression-cases.yaml`}
            className="whitespace-nowrap font-medium text-ink underline underline-offset-2"
          >
            Download {countOf(data.regressionCases, 'case')}
          </DownloadLink>{' '}
          and run them with <code className="whitespace-nowrap text-xs">npm run bench:answers -- --questions FILE</code>
          .
        </p>
      )}
      {answering && (
        <FactDialog
          siteId={siteId}
          title={cutText(answering.questions[0]?.question ?? '', knowledgeLimits.titleChars)}
          resolves={answering.questions}
          onSaved={() => {
            setSaved(answering.questions[0]?.question ?? null);
            void reload();
          }}
          onClose={() => setAnswering(null)}
        />
      )}
    </div>
  );
}

const idsOf = ({ questions }: UnansweredGroup) => questions.map(({ id }) => id);

/** Other wordings that are shown; the rest are counted. */
const wordingsShown = 3;

function Group({
  group,
  mayEdit,
  onAnswer,
  onDismiss,
}: {
  group: UnansweredGroup;
  mayEdit: boolean;
  onAnswer: () => void;
  onDismiss: () => void;
}) {
  const nowMs = useNow(15_000);
  const siteHref = useSiteHref();
  const [first, ...others] = group.questions;
  if (!first) return null;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2.5 px-4 py-3.5">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="line-clamp-3 break-words font-medium text-sm">{first.question}</h2>
        {others.length > 0 && (
          <ul className="mt-1 space-y-0.5 text-ink-soft text-sm">
            {others.slice(0, wordingsShown).map(({ id, question }) => (
              <li key={id} className="truncate">
                {question}
              </li>
            ))}
            {others.length > wordingsShown && <li>and {countOf(others.length - wordingsShown, 'other wording')}</li>}
          </ul>
        )}
        <p className="mt-1.5 text-ink-faint text-xs">
          <span className="font-medium text-ink-soft">asked {group.count === 1 ? 'once' : `${group.count} times`}</span>
          {nowMs !== null && ` · last ${relativeTime(group.lastAskedAt, nowMs)}`} ·{' '}
          <a href={siteHref(`/admin?conversation=${first.conversationId}`)} className="underline underline-offset-2">
            see a conversation
          </a>
        </p>
      </div>
      <div hidden={!mayEdit} className="flex gap-2">
        <Button look="primary" onClick={onAnswer} aria-label={`Add the fact that answers: ${first.question}`}>
          <Plus aria-hidden="true" className="size-4" />
          Add fact
        </Button>
        <Button onClick={onDismiss} aria-label={`Put aside: ${first.question}`}>
          Put aside
        </Button>
      </div>
    </li>
  );
}

function NothingOpen() {
  return (
    <EmptyState icon={CircleCheck} good title="Nothing is waiting for an answer">
      When a customer asks what the bot does not know, the question appears here.
    </EmptyState>
  );
}
