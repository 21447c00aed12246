import { timeline, useStickToBottom } from '@frontdesk/chat';
import type { AgentPerson } from '@frontdesk/protocol';
import { ArrowDown, ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Thread as ThreadState } from './agent-state.ts';
import { clockTime, longDate } from './clock-time.ts';
import { ConversationBadge } from './conversation-badge.tsx';
import { ThreadActions } from './thread-actions.tsx';
import type { ChangeThread } from './thread-change.ts';
import { ThreadComposer } from './thread-composer.tsx';
import { ThreadItem } from './thread-item.tsx';
import { VisitorAvatar } from './visitor-avatar.tsx';
import { visitorName } from './visitor-name.ts';

interface Props {
  thread: ThreadState;
  team: readonly AgentPerson[];
  /** Null for whoever may only look. */
  change: ChangeThread | null;
  onBack?: (() => void) | undefined;
}

/** One conversation, live: what its customer sees, and what each answer took. */
export function Thread({ thread, team, change, onBack }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { scrollerRef, contentRef, atBottom, toBottom } = useStickToBottom();
  const items = timeline(thread.chat, { showSuperseded: true });
  return (
    <section aria-label="Conversation" className="relative flex h-full min-h-0 flex-col">
      <ThreadHeader thread={thread} onBack={onBack} />
      {thread.summary && change && <ThreadActions summary={thread.summary} team={team} change={change} />}
      <div
        ref={scrollerRef}
        // Not announced: it grows word by word, and whoever watches several conversations would hear nothing else.
        role="log"
        aria-live="off"
        aria-label="Messages"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain -outline-offset-2"
      >
        <ol ref={contentRef} className="mx-auto flex max-w-3xl flex-col gap-4 px-4 py-6 sm:px-6">
          {items.map((item) => (
            <ThreadItem
              key={item.key}
              item={item}
              feedback={thread.chat.feedback.answers[item.key]}
              siteId={thread.summary?.siteId}
              timings={thread.timings[item.key]}
              receipt={thread.receipts[item.key]}
            />
          ))}
        </ol>
        <ThreadNotice thread={thread} empty={items.length === 0} />
      </div>
      {thread.summary && change && (
        <ThreadComposer change={change} takesOver={thread.summary.state !== 'with_person'} fieldRef={field} />
      )}
      {!atBottom && (
        <button
          type="button"
          onClick={toBottom}
          className="absolute bottom-48 left-1/2 inline-flex -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-surface px-3.5 py-1.5 font-medium text-sm shadow-lift"
        >
          <ArrowDown aria-hidden="true" className="size-4" />
          Newest
        </button>
      )}
    </section>
  );
}

function ThreadHeader({ thread, onBack }: { thread: ThreadState; onBack?: (() => void) | undefined }) {
  const { summary } = thread;
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Where the thread takes the list's place, the link that was pressed is gone: the focus must not be lost with it.
    if (back.current?.offsetParent) back.current.focus();
  }, []);
  return (
    <header className="flex min-h-16 items-center gap-3 border-line border-b bg-surface px-3 py-2.5 sm:px-5">
      {onBack && (
        <button
          ref={back}
          type="button"
          onClick={onBack}
          aria-label="Back to all conversations"
          className="grid size-9 shrink-0 place-items-center rounded-lg hover:bg-hover md:hidden"
        >
          <ArrowLeft aria-hidden="true" className="size-5" />
        </button>
      )}
      {summary && (
        <>
          <VisitorAvatar visitorId={summary.visitorId} className="size-9" />
          <div className="min-w-0 flex-1">
            <h2 className="truncate font-semibold text-[0.9375rem]">{visitorName(summary.visitorId)}</h2>
            <p className="truncate text-ink-faint text-xs">
              {summary.siteName} · since {longDate(summary.createdAt)}, {clockTime(summary.createdAt)}
              {summary.contactEmail && (
                <>
                  {' · '}
                  <a href={`mailto:${summary.contactEmail}`} className="text-ink-soft underline underline-offset-2">
                    {summary.contactEmail}
                  </a>
                </>
              )}
            </p>
          </div>
          <ConversationBadge summary={summary} />
        </>
      )}
    </header>
  );
}

function ThreadNotice({ thread, empty }: { thread: ThreadState; empty: boolean }) {
  if (thread.error) {
    return (
      <p role="alert" className="px-6 py-16 text-center text-ink-soft text-sm">
        {thread.error.message}
      </p>
    );
  }
  if (!empty) return null;
  return (
    <p role="status" className="px-6 py-16 text-center text-ink-faint text-sm">
      {thread.loaded ? 'Nothing has been written yet.' : 'Loading the conversation…'}
    </p>
  );
}
