import type { ConversationSummary, InboxOverview, WireError } from '@frontdesk/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { MessagesSquare, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useAdminSites, useSiteHref } from '../../admin/admin-sites.tsx';
import { Button, IconButton, Problem } from '../../forms/form-parts.tsx';
import { useNow } from '../../words/use-now.ts';
import { SelectionBar } from '../selection/selection-bar.tsx';
import type { Selection } from '../selection/use-selection.ts';
import { countFilters, type Listing } from '../views/conversation-view.ts';
import { ConversationRow } from './conversation-row.tsx';
import { ListFilter } from './list-filter.tsx';
import { useLongPress } from './use-long-press.ts';

interface Props {
  /** Null while they are loading. */
  conversations: readonly ConversationSummary[] | null;
  more: boolean;
  loadingMore: boolean;
  /** Why the list could not be read; it is asked for again. */
  problem: WireError | null;
  selectedId: string | null;
  listing: Listing;
  /** Null while it is loading. */
  overview: InboxOverview | null;
  onList: (listing: Listing) => void;
  /** Null for whoever answers no customers. */
  onAway: ((away: boolean) => Promise<WireError | null>) | null;
  /** How the agent wants to be told of news; null for whoever answers no customers. */
  notifications: ReactNode;
  onSelect: (conversation: ConversationSummary) => void;
  /** They are of several sites. */
  namesSites: boolean;
  onLoadMore: () => void;
  /** The tags that there are. */
  onTags: () => Promise<readonly string[]>;
  /** Several at once. */
  selection: Selection;
  /** Stands where there is no conversation at all, and this is all of the screen. */
  whenNone?: ReactNode;
}

export function ConversationList(props: Props) {
  const { listing, overview, onList, onAway, onTags, conversations, notifications, problem, selection } = props;
  const { isOn, selected } = selection;
  const canSelect = conversations?.some(selection.maySelect) ?? false;
  const head = useRef<HTMLDivElement>(null);
  useFocusAfter(isOn, () => head.current?.querySelector<HTMLElement>('[data-select]')?.focus());
  const isBegun = isOn && selected.length === 0;
  useEffect(() => {
    // What was pressed can't be reached any more: the focus goes on to what came in its place.
    const isLost = document.activeElement === document.body || head.current?.contains(document.activeElement);
    if (isBegun && isLost) head.current?.querySelector<HTMLElement>(selectAll)?.focus();
  }, [isBegun]);
  return (
    <>
      {/* One over the other: no row moves away from who is about to choose the next one. */}
      <div ref={head} className="grid shrink-0 grid-cols-[minmax(0,1fr)] *:[grid-area:1/1]">
        <div inert={isOn} className={isOn ? 'invisible' : ''}>
          <ListFilter
            listing={listing}
            overview={overview}
            onList={onList}
            onAway={onAway}
            onTags={onTags}
            onSelectSeveral={canSelect ? selection.begin : undefined}
            notifications={notifications}
          />
        </div>
        {isOn && <SelectionBar selection={selection} onTags={onTags} />}
      </div>
      <p role="status" className="sr-only">
        {isOn && `${selected.length} selected`}
      </p>
      {selection.problem && (
        <div className="flex items-start gap-1 border-line border-b py-2 pr-1 pl-3">
          <div className="min-w-0 flex-1">
            <Problem>{selection.problem}</Problem>
          </div>
          <IconButton label="Dismiss" onClick={selection.dismissProblem}>
            <X aria-hidden="true" className="size-4" />
          </IconButton>
        </div>
      )}
      {problem && (
        <div className="border-line border-b px-3 py-2">
          <Problem>{`The conversations could not be read: ${problem.message}`}</Problem>
        </div>
      )}
      {conversations === null && <ListPlaceholder />}
      {conversations?.length === 0 && <Nothing listing={listing} onList={onList} whenNone={props.whenNone} />}
      {conversations && conversations.length > 0 && <Rows {...props} conversations={conversations} />}
    </>
  );
}

const selectAll = '[data-selection-bar] [role=checkbox]';

/** Once the bar has gone, with the focus in it, that goes to where it came from; unless a way to undo what was done has it. */
function useFocusAfter(isOn: boolean, giveFocus: () => void) {
  const was = useRef(isOn);
  useEffect(() => {
    const isOver = was.current && !isOn;
    was.current = isOn;
    if (!isOver) return;
    const frame = requestAnimationFrame(() => document.activeElement === document.body && giveFocus());
    return () => cancelAnimationFrame(frame);
  });
}

/** Of a row with two lines of text; what it really takes is measured. */
const rowPx = 98;
/** The next page is asked for when the end is so many rows away. */
const loadAhead = 15;

type RowsProps = Omit<Props, 'conversations'> & { conversations: readonly ConversationSummary[] };

/** Only the rows that are in view, and some around them, are in the page: a list of 100,000 scrolls as one of ten does. */
function Rows(props: RowsProps) {
  const { conversations, more, loadingMore, problem, selectedId, overview, onSelect, onLoadMore, namesSites } = props;
  const { selection } = props;
  /** A finger has no other way into a row than into its whole. */
  const touches = useRef(false);
  const open = (conversation: ConversationSummary) => {
    if (touches.current && selection.isOn && selection.maySelect(conversation))
      selection.toggle(conversation.conversationId);
    else onSelect(conversation);
  };
  const longPress = useLongPress(selection.toggle);
  const now = useNow(15_000);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: conversations.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => conversations[index]?.conversationId ?? index,
    estimateSize: () => rowPx,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const isNearEnd = more && lastIndex >= conversations.length - loadAhead;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again only once there are more, or one scrolls on
  useEffect(() => {
    if (isNearEnd) onLoadMore();
  }, [isNearEnd, lastIndex, conversations.length]);

  /** The row to go back to, once it is there. */
  const leaving = useRef<string | null>(null);
  const before = useRef(selectedId);
  useEffect(() => {
    const left = before.current;
    before.current = selectedId;
    const wanted = selectedId ?? left;
    const index = conversations.findIndex((one) => one.conversationId === wanted);
    if (index >= 0 && selectedId !== left) virtualizer.scrollToIndex(index, { align: 'auto' });
    if (selectedId === null && left !== null) leaving.current = left;
  }, [selectedId, conversations, virtualizer]);
  useEffect(() => {
    // The link that was pressed is gone with the thread: the focus must not be lost with it.
    const row = leaving.current && scroller.current?.querySelector(`a[href*="=${CSS.escape(leaving.current)}"]`);
    if (!(row instanceof HTMLElement) || row.offsetParent === null) return;
    row.focus({ preventScroll: true });
    leaving.current = null;
  });

  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <ul className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ key, index, start }) => {
          const conversation = conversations[index];
          const press = conversation && selection.maySelect(conversation) && longPress(conversation.conversationId);
          return (
            conversation && (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-posinset={index + 1}
                aria-setsize={more ? -1 : conversations.length}
                data-conversation={conversation.conversationId}
                {...press}
                onPointerDown={(event) => {
                  touches.current = event.pointerType === 'touch';
                  if (press) press.onPointerDown(event);
                }}
                // Whoever has touched may have a keyboard too.
                onKeyDown={() => {
                  touches.current = false;
                }}
                className="absolute inset-x-0 top-0 border-line border-b"
                style={{ transform: `translateY(${start}px)` }}
              >
                <ConversationRow
                  conversation={conversation}
                  selected={conversation.conversationId === selectedId}
                  agentId={overview?.agentId ?? null}
                  nowMs={now}
                  namesSite={namesSites}
                  onSelect={open}
                  chosen={selection.maySelect(conversation) ? selection.has(conversation.conversationId) : null}
                  choosing={selection.isOn}
                  onChoose={(range) => selection.toggle(conversation.conversationId, range)}
                />
              </li>
            )
          );
        })}
      </ul>
      <p role="status" className="px-4 py-3 text-center text-ink-faint text-xs empty:hidden">
        {loadingMore ? 'Loading more…' : null}
      </p>
      {more && problem && !loadingMore && (
        <p className="p-3 text-center">
          <Button onClick={onLoadMore}>Load more</Button>
        </p>
      )}
    </div>
  );
}

function Nothing({ listing, onList, whenNone }: Pick<Props, 'listing' | 'onList' | 'whenNone'>) {
  const isFiltered = countFilters(listing) > 0;
  if (listing.view === 'all' && listing.search.trim() === '' && !isFiltered)
    return (
      <div className="relative min-h-0 flex-1 overflow-y-auto">
        {whenNone && <div className="px-3 pt-3 md:hidden">{whenNone}</div>}
        <NoConversations isBrief={Boolean(whenNone)} />
      </div>
    );
  return (
    <div className="px-8 py-12 text-center text-sm">
      <p className="text-ink-soft">{emptyText(listing)}</p>
      {isFiltered && (
        <Button
          className="mt-4"
          onClick={() => onList({ ...listing, tag: null, assigneeId: undefined, unread: false })}
        >
          Show all of this view
        </Button>
      )}
    </div>
  );
}

/** What comes into a view, and how. */
const emptyTexts: Record<Listing['view'], string> = {
  mine: 'None is yours. Take one over, reply in one, or have one assigned to you: it stays here until it is resolved.',
  unassigned: 'None waits for somebody to take it. What a customer wants a person for, and nobody has, stands here.',
  waiting:
    'Nobody waits for a person. Whoever asks for one, or whom the assistant can’t help, stands here until somebody takes over or hands back.',
  bot: 'The assistant has none. What it answers by itself stands here; take over to answer in its place.',
  snoozed:
    'None is snoozed. Snooze what can wait: it comes back by itself at the time that you choose, or as soon as the customer writes.',
  resolved:
    'None is resolved. Resolve what is done: it leaves the other views, and comes back as soon as the customer writes again.',
  all: 'There is none.',
};

function emptyText(listing: Listing): string {
  const { view, search } = listing;
  if (search.trim() !== '')
    return `No message or note here, and no customer’s name or address, has all of “${search.trim()}”, and no customer’s id begins with it.`;
  return countFilters(listing) > 0 ? 'None here is as the filter says.' : emptyTexts[view];
}

/** @param isBrief what to do about it is said elsewhere */
function NoConversations({ isBrief }: { isBrief: boolean }) {
  const { site } = useAdminSites();
  const siteHref = useSiteHref();
  const link = 'text-ink underline underline-offset-2';
  return (
    <div className="grid place-items-center px-8 py-16 text-center">
      <MessagesSquare aria-hidden="true" className="size-8 text-ink-faint" strokeWidth={1.5} />
      <p className="mt-4 font-medium">No conversations yet</p>
      <p className="mt-1 max-w-xs text-ink-soft text-sm leading-relaxed">
        They appear here the moment a customer writes.
        {site && !isBrief && (
          <>
            {' '}
            Try it in{' '}
            <a href={`/chat/${site.key}`} target="_blank" rel="noreferrer" className={link}>
              the chat of this site
            </a>
            , or{' '}
            <a href={siteHref('/admin/settings')} className={link}>
              put it on your pages
            </a>
            .
          </>
        )}
      </p>
    </div>
  );
}

function ListPlaceholder() {
  return (
    <div role="status">
      <span className="sr-only">Loading conversations…</span>
      {['a', 'b', 'c', 'd', 'e', 'f'].map((row) => (
        <div key={row} className="flex animate-pulse gap-3 border-line border-b px-4 py-3.5">
          <div className="size-9 rounded-full bg-hover" />
          <div className="flex-1 space-y-2.5 py-1">
            <div className="h-2.5 w-1/3 rounded bg-hover" />
            <div className="h-2.5 w-4/5 rounded bg-hover" />
          </div>
        </div>
      ))}
    </div>
  );
}
