import { type ConversationView, type InboxOverview, inboxLimits, type WireError } from '@frontdesk/protocol';
import { ListFilter as FilterIcon, ListChecks, Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Problem } from '../../forms/form-parts.tsx';
import { typingMs } from '../../forms/use-typed.ts';
import { countText } from '../conversation/count-text.ts';
import { UnreadCount } from '../conversation/unread-count.tsx';
import { keyHint } from '../keys/inbox-keys.ts';
import { countFilters, type Listing, type ListingSort } from '../views/conversation-view.ts';
import { FilterFields, selectLook } from './filter-fields.tsx';

const views: { view: ConversationView; label: string }[] = [
  { view: 'all', label: 'All' },
  { view: 'mine', label: 'Mine' },
  { view: 'unassigned', label: 'Unassigned' },
  { view: 'waiting', label: 'Want a person' },
  { view: 'bot', label: 'Assistant' },
  { view: 'snoozed', label: 'Snoozed' },
  { view: 'resolved', label: 'Resolved' },
];
const sorts: { sort: ListingSort; label: string; of?: ConversationView }[] = [
  { sort: 'waking', label: 'Back soonest', of: 'snoozed' },
  { sort: 'newest', label: 'Newest first' },
  { sort: 'waiting', label: 'Waiting longest' },
  { sort: 'oldest', label: 'Oldest first' },
];

/** Which conversations are listed, and what comes first: a view, words, filters. */
export function ListFilter(props: {
  listing: Listing;
  overview: InboxOverview | null;
  onList: (listing: Listing) => void;
  /** Null for whoever answers no customers. */
  onAway: ((away: boolean) => Promise<WireError | null>) | null;
  onTags: () => Promise<readonly string[]>;
  notifications: ReactNode;
  /** Left out where there is nothing that could be selected. */
  onSelectSeveral?: (() => void) | undefined;
}) {
  const { listing, overview, onList, onAway, onTags, notifications, onSelectSeveral } = props;
  const [open, setOpen] = useState(false);
  const [awayRefusal, setAwayRefusal] = useState<{ wanted: boolean; problem: WireError } | null>(null);
  // It has come about after all: what was not answered was done, or another tab has done it.
  if (awayRefusal && overview?.away === awayRefusal.wanted) setAwayRefusal(null);
  const filters = countFilters(listing);
  const [search, setSearch] = useState(listing.search);
  // Another inbox, or what the tab listed before, has another search.
  const [listed, setListed] = useState(listing.search);
  if (listing.search !== listed) {
    setListed(listing.search);
    setSearch(listing.search);
  }
  useEffect(() => {
    if (search === listing.search) return;
    const timer = setTimeout(() => onList({ ...listing, search }), typingMs);
    return () => clearTimeout(timer);
  }, [search, listing, onList]);
  /** What is snoozed is looked through by when it is back, unless they want it otherwise; all else stays as it was sorted. */
  const look = (view: ConversationView) => {
    if (view === listing.view) return onList(listing);
    const sortElsewhere = listing.view === 'snoozed' ? (listing.sortElsewhere ?? 'newest') : listing.sort;
    onList({ ...listing, view, sort: view === 'snoozed' ? 'waking' : sortElsewhere, sortElsewhere });
  };
  const counts: Partial<Record<ConversationView, number>> = overview?.counts ?? {};
  const unread: Partial<Record<ConversationView, number>> = overview?.unread ?? {};
  const setAway = async (away: boolean) => {
    // Said once more, it is read out once more.
    setAwayRefusal(null);
    const problem = await onAway?.(away);
    if (problem) setAwayRefusal({ wanted: away, problem });
  };
  return (
    <search className="block shrink-0 border-line border-b bg-surface px-3 py-2">
      <div className="relative flex gap-2">
        <label className="relative block flex-1">
          <span className="sr-only">Search in messages, notes, names, addresses and customer ids</span>
          <Search aria-hidden="true" className="absolute top-2.5 left-2.5 size-4 text-ink-faint" />
          <input
            type="search"
            {...keyHint('search', 'Search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            maxLength={inboxLimits.searchChars}
            dir="auto"
            placeholder="Search…"
            className="w-full rounded-lg border border-line bg-canvas py-2 pr-2 pl-8 text-base placeholder:text-ink-faint sm:text-sm"
          />
        </label>
        {notifications}
        {overview && onAway && (
          <button
            type="button"
            onClick={() => void setAway(!overview.away)}
            {...keyHint(
              'away',
              overview.away ? 'Customers are told that you are not there' : 'Customers can reach you',
            )}
            className="inline-flex shrink-0 items-center gap-1.5 rounded-lg border border-line px-2.5 font-medium text-sm hover:bg-hover"
          >
            <span
              aria-hidden="true"
              className={`size-2 rounded-full ${overview.away ? 'bg-line-strong' : 'bg-good'}`}
            />
            {overview.away ? 'Away' : 'Here'}
          </button>
        )}
      </div>
      {awayRefusal && (
        <div className="mt-2">
          <Problem>{`You are still ${awayRefusal.wanted ? 'here' : 'away'}: ${awayRefusal.problem.message}`}</Problem>
        </div>
      )}
      <fieldset className="mt-2 flex flex-wrap gap-1">
        <legend className="sr-only">Which conversations</legend>
        {views.map(({ view, label }) => (
          <button
            key={view}
            type="button"
            aria-pressed={view === listing.view}
            onClick={() => look(view)}
            {...keyHint(`view-${view}`, label)}
            className="rounded-lg px-1.5 py-1 font-medium text-ink-soft text-sm hover:bg-hover aria-pressed:bg-hover aria-pressed:text-ink"
          >
            {label}
            {counts[view] && counts[view] !== unread[view] ? (
              <span className="ml-1 text-ink-faint text-xs tabular-nums"> {countText(counts[view])}</span>
            ) : null}
            <UnreadCount count={unread[view] ?? 0} className="ml-1" />
          </button>
        ))}
      </fieldset>
      <div className="mt-2 flex items-center justify-between gap-2">
        <select
          aria-label="Sort by"
          value={listing.sort}
          onChange={(event) => onList({ ...listing, sort: event.target.value as ListingSort })}
          className={selectLook}
        >
          {sorts
            .filter(({ of = listing.view }) => of === listing.view)
            .map(({ sort, label }) => (
              <option key={sort} value={sort}>
                {label}
              </option>
            ))}
        </select>
        {onSelectSeveral && (
          <button
            type="button"
            data-select=""
            onClick={onSelectSeveral}
            aria-label="Select conversations"
            title="Choose several, to do the same with each"
            className="ml-auto inline-flex items-center gap-1.5 rounded-lg px-2 py-1 font-medium text-ink-soft text-sm hover:bg-hover"
          >
            <ListChecks aria-hidden="true" className="size-4" />
            Select
          </button>
        )}
        <button
          type="button"
          aria-expanded={open}
          {...keyHint('filter', 'Filter')}
          onClick={() => setOpen(!open)}
          className="inline-flex items-center gap-1.5 rounded-lg px-2 py-1 font-medium text-ink-soft text-sm hover:bg-hover aria-expanded:bg-hover"
        >
          <FilterIcon aria-hidden="true" className="size-4" />
          Filter
          {filters > 0 && (
            <span className="rounded-full bg-action px-1.5 py-px font-semibold text-on-action text-xs tabular-nums">
              {filters}
              <span className="sr-only"> in use</span>
            </span>
          )}
        </button>
      </div>
      {open && <FilterFields listing={listing} team={overview?.team ?? []} onList={onList} onTags={onTags} />}
    </search>
  );
}
