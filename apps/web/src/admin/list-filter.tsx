import { type ConversationView, type InboxOverview, inboxLimits } from '@frontdesk/protocol';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Listing } from './agent-state.ts';

const views: { view: ConversationView; label: string }[] = [
  { view: 'all', label: 'All' },
  { view: 'mine', label: 'Mine' },
  { view: 'unassigned', label: 'Unassigned' },
  { view: 'waiting', label: 'Want a person' },
  { view: 'bot', label: 'Assistant' },
  { view: 'snoozed', label: 'Snoozed' },
  { view: 'resolved', label: 'Resolved' },
];
/** A search begins when nothing was typed for so long. */
const typingMs = 250;

/** Which conversations are listed: a view, and words. */
export function ListFilter(props: {
  listing: Listing;
  overview: InboxOverview | null;
  onList: (listing: Listing) => void;
  /** Null for whoever answers no customers. */
  onAway: ((away: boolean) => void) | null;
}) {
  const { listing, overview, onList, onAway } = props;
  const [search, setSearch] = useState(listing.search);
  useEffect(() => {
    if (search === listing.search) return;
    const timer = setTimeout(() => onList({ ...listing, search }), typingMs);
    return () => clearTimeout(timer);
  }, [search, listing, onList]);
  const counts: Partial<Record<ConversationView, number>> = overview?.counts ?? {};
  return (
    <search className="sticky top-0 z-10 block border-line border-b bg-surface px-3 py-2">
      <div className="flex gap-2">
        <label className="relative block flex-1">
          <span className="sr-only">Search in messages</span>
          <Search aria-hidden="true" className="absolute top-2.5 left-2.5 size-4 text-ink-faint" />
          <input
            type="search"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
            maxLength={inboxLimits.searchChars}
            dir="auto"
            placeholder="Search in messages…"
            className="w-full rounded-lg border border-line bg-canvas py-2 pr-2 pl-8 text-base placeholder:text-ink-faint sm:text-sm"
          />
        </label>
        {overview && onAway && (
          <button
            type="button"
            onClick={() => onAway(!overview.away)}
            title={overview.away ? 'Customers are told that you are not there' : 'Customers can reach you'}
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
      <fieldset className="mt-2 flex flex-wrap gap-1">
        <legend className="sr-only">Which conversations</legend>
        {views.map(({ view, label }) => (
          <button
            key={view}
            type="button"
            aria-pressed={view === listing.view}
            onClick={() => onList({ ...listing, view })}
            className="rounded-lg px-2 py-1 font-medium text-ink-soft text-sm hover:bg-hover aria-pressed:bg-hover aria-pressed:text-ink"
          >
            {label}
            {counts[view] ? (
              <span className={`ml-1 text-xs tabular-nums ${view === 'bot' ? 'text-ink-faint' : 'text-brand'}`}>
                {counts[view].toLocaleString('en')}
              </span>
            ) : null}
          </button>
        ))}
      </fieldset>
    </search>
  );
}
