import { type AgentsEvent, logRows, timeline, useStickToBottom } from '@frontdesk/chat';
import type { AgentPerson, Note } from '@frontdesk/protocol';
import { ArrowDown, ArrowLeft, PanelRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useMay } from '../../admin/admin-sites.tsx';
import { ConfirmDialog } from '../../forms/confirm-dialog.tsx';
import { useLostFocus } from '../../forms/use-lost-focus.ts';
import { AdminError } from '../../requests/admin-request.ts';
import { clockTime, longDate } from '../../words/clock-time.ts';
import { colleagueName } from '../../words/former-colleague.ts';
import { ThreadComposer } from '../composer/thread-composer.tsx';
import { useCannedReplies } from '../composer/use-canned-replies.ts';
import type { Thread as ThreadState } from '../connection/agent-state.ts';
import { withPending } from '../connection/pending-change.ts';
import { isCustomerTyping } from '../connection/thread-attention.ts';
import type { ChangeThread } from '../connection/thread-change.ts';
import { ConversationBadge } from '../conversation/conversation-badge.tsx';
import { VisitorAvatar } from '../conversation/visitor-avatar.tsx';
import { visitorName } from '../conversation/visitor-name.ts';
import { keyHint } from '../keys/inbox-keys.ts';
import { AttentionLine, CustomerTyping } from './attention-line.tsx';
import { DayMark } from './day-mark.tsx';
import { withoutDeletedNotes } from './deleted-notes.ts';
import { mailHint } from './mail-hint.ts';
import { PendingItem } from './pending-item.tsx';
import { ThreadActions } from './thread-actions.tsx';
import { ThreadAnnouncer } from './thread-announcer.tsx';
import { ThreadItem } from './thread-item.tsx';
import { useSeen } from './use-seen.ts';
import { useShownRow } from './use-shown-row.ts';

interface Props {
  thread: ThreadState;
  /** The message or note that was searched for; null: none. */
  shownId?: string | null;
  team: readonly AgentPerson[];
  /** Of whoever looks at it; null while that is not known. */
  agentName?: string | null;
  agentId?: string | null;
  /** Replies are mailed to customers who have left; undefined while that is not known. */
  mails?: boolean | undefined;
  /** Null for whoever may only look. */
  change: ChangeThread | null;
  onTyping?: (into: 'reply' | 'note' | null) => void;
  onBack?: (() => void) | undefined;
  /** Shows the context, and in it the receipt of an answer where one is named; left out where there is no context. */
  onContext?: ((generationId?: string) => void) | undefined;
  /** All up to there was in view. */
  onSeen?: ((seq: number) => void) | undefined;
  /** The tags that there are. */
  onTags?: (() => Promise<readonly string[]>) | undefined;
  /** Counts what was done with several conversations at once. */
  changesElsewhere?: number;
}

/** One conversation, live: what its customer sees, and what each answer took. */
export function Thread(props: Props) {
  const {
    thread,
    shownId = null,
    team,
    agentName = null,
    agentId = null,
    mails,
    change,
    onTyping,
    onBack,
    onContext,
    onSeen,
    onTags,
    changesElsewhere,
  } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const { scrollerRef, contentRef, atBottom, toBottom } = useStickToBottom();
  useSeen({ thread, agentId, inView: atBottom, onSeen });
  const canned = useCannedReplies({
    siteId: change ? (thread.summary?.siteId ?? null) : null,
    names: { name: thread.context?.visitor.name ?? null, agent: agentName },
  });
  const items = withoutDeletedNotes(timeline(thread.chat, { showSuperseded: true }));
  const rows = logRows(items);
  useShownRow({ list: contentRef, rows, loaded: thread.loaded, shownId });
  const may = useMay();
  const mayCorrect = may('knowledge.edit');
  const [deleting, setDeleting] = useState<Note | null>(null);
  // A note goes with the button that had it deleted.
  const lostFocus = useLostFocus(() => false);
  const deletionOf = (event: AgentsEvent) => {
    if (change === null || event.type !== 'note:created') return undefined;
    const { note } = event;
    return note.author.id === agentId || may('notes.manage') ? () => setDeleting(note) : undefined;
  };
  const deleteNote = async ({ id }: Note) => {
    const problem = await change?.('conversation:delete-note', { noteId: id });
    if (problem) throw new AdminError({ code: 'internal', message: problem });
  };
  const siteId = thread.summary?.siteId;
  return (
    <section aria-label="Conversation" className="relative flex h-full min-h-0 flex-col compact:overflow-y-auto">
      <ThreadHeader thread={thread} onBack={onBack} onContext={onContext} />
      {thread.summary && change && (
        <ThreadActions
          {...{ team, change, agentId, onTags, changesElsewhere }}
          summary={withPending(thread.summary, thread.pending)}
          toComposer={() => field.current?.focus()}
        />
      )}
      <div className="relative min-h-0 flex-1 compact:min-h-32">
        <div
          ref={scrollerRef}
          {...lostFocus}
          // Not announced: it grows word by word, and whoever watches several conversations would hear nothing else. What the
          // customer writes is, beside it.
          role="log"
          aria-live="off"
          aria-label="Messages"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard must be able to scroll it
          tabIndex={0}
          className="relative h-full overflow-y-auto overscroll-contain -outline-offset-2"
        >
          <ol ref={contentRef} className="mx-auto flex max-w-3xl flex-col gap-4 px-4 py-6 sm:px-6">
            {rows.map((row) =>
              row.kind === 'day' ? (
                <DayMark key={row.key} at={row.at} />
              ) : (
                <ThreadItem
                  key={row.item.key}
                  item={row.item}
                  beginsGroup={row.beginsGroup}
                  customerName={thread.context?.visitor.name ?? null}
                  feedback={thread.chat.feedback.answers[row.item.key]}
                  siteId={siteId}
                  timings={thread.timings[row.item.key]}
                  receipt={thread.receipts[row.item.key]}
                  onReceipt={onContext}
                  mayCorrect={mayCorrect}
                  deletionOf={deletionOf}
                />
              ),
            )}
            {thread.pending.map((one) => (
              <PendingItem key={one.id} change={one} />
            ))}
            {isCustomerTyping(thread.attending) && <CustomerTyping />}
          </ol>
          <ThreadNotice thread={thread} empty={items.length === 0} />
        </div>
        {!atBottom && (
          <button
            type="button"
            onClick={toBottom}
            className="absolute bottom-3 left-1/2 inline-flex -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-surface px-3.5 py-1.5 font-medium text-sm shadow-lift"
          >
            <ArrowDown aria-hidden="true" className="size-4" />
            Newest
          </button>
        )}
      </div>
      {/* In the sandbox who looks is the customer. */}
      {agentId !== null && (
        <ThreadAnnouncer
          items={items}
          loaded={thread.loaded}
          lastSeq={thread.chat.lastSeq}
          customerName={thread.context?.visitor.name ?? null}
        />
      )}
      <AttentionLine attending={thread.attending} />
      {thread.summary && change && agentId !== null && (
        <ThreadComposer
          agentId={agentId}
          chat={thread.chat}
          change={change}
          place={thread.summary}
          onTyping={onTyping}
          onSend={toBottom}
          mailHint={mailHint(thread.summary.contactEmail ?? null, mails)}
          takesOver={thread.summary.state !== 'with_person'}
          fieldRef={field}
          canned={canned}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.author.id === agentId ? 'your' : `${colleagueName(deleting.author.name)}’s`} note?`}
          text="It is gone for the whole team, also from what is searched; that there was one stays. This can’t be undone."
          action="Delete it"
          onConfirm={() => deleteNote(deleting)}
          onClose={() => setDeleting(null)}
        />
      )}
    </section>
  );
}

function ThreadHeader({ thread, onBack, onContext }: Pick<Props, 'thread' | 'onBack' | 'onContext'>) {
  const { summary, context, error } = thread;
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Where the thread takes the list's place, the link that was pressed is gone: the focus must not be lost with it.
    if (back.current?.offsetParent) back.current.focus();
  }, []);
  return (
    <header
      // Of what is gone there is nothing to say; a phone still needs the way back.
      className={`flex min-h-16 items-center gap-3 border-line border-b bg-surface px-3 py-2.5 sm:px-5 ${error && !summary ? 'md:hidden' : ''}`}
    >
      {onBack && (
        <button
          ref={back}
          type="button"
          onClick={onBack}
          aria-label="Back to all conversations"
          {...keyHint('close', 'Back to all conversations')}
          className="grid size-9 shrink-0 place-items-center rounded-lg hover:bg-hover md:hidden"
        >
          <ArrowLeft aria-hidden="true" className="size-5" />
        </button>
      )}
      {summary && (
        <>
          <VisitorAvatar visitorId={summary.visitorId} className="size-9" />
          {/* A phone has no room for both beside each other. */}
          <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-0.5 sm:flex-nowrap">
            <div className="min-w-0 max-sm:basis-full sm:flex-1">
              <h2 className="truncate font-semibold text-[0.9375rem]">
                {visitorName(summary.visitorId, context?.visitor.name)}
              </h2>
              <p className="truncate text-ink-faint text-xs max-sm:hidden">
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
          </div>
        </>
      )}
      {onContext && !error && (
        <button
          type="button"
          onClick={() => onContext()}
          aria-label="Customer and receipt"
          {...keyHint('context', 'Customer and receipt')}
          className="grid size-9 shrink-0 place-items-center rounded-lg hover:bg-hover xl:hidden"
        >
          <PanelRight aria-hidden="true" className="size-5" />
        </button>
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
