import type { ConversationSummary, InboxOverview } from '@frontdesk/protocol';
import { MessagesSquare } from 'lucide-react';
import type { Listing } from './agent-state.ts';
import { ConversationRow } from './conversation-row.tsx';
import { ListFilter } from './list-filter.tsx';
import { useNow } from './use-now.ts';

interface Props {
  /** Null while they are loading. */
  conversations: readonly ConversationSummary[] | null;
  more: boolean;
  loadingMore: boolean;
  selectedId: string | null;
  listing: Listing;
  /** Null while it is loading. */
  overview: InboxOverview | null;
  onList: (listing: Listing) => void;
  /** Null for whoever answers no customers. */
  onAway: ((away: boolean) => void) | null;
  onSelect: (conversationId: string) => void;
  onLoadMore: () => void;
}

export function ConversationList(props: Props) {
  const { listing, overview, onList, onAway } = props;
  return (
    <>
      <ListFilter listing={listing} overview={overview} onList={onList} onAway={onAway} />
      <Rows {...props} />
    </>
  );
}

function Rows({ conversations, more, loadingMore, selectedId, listing, onSelect, onLoadMore }: Props) {
  const now = useNow(15_000);
  if (!conversations || now === null) return <ListPlaceholder />;
  if (conversations.length === 0) {
    const all = listing.view === 'all' && listing.search.trim() === '';
    return all ? (
      <NoConversations />
    ) : (
      <p className="px-8 py-12 text-center text-ink-soft text-sm">{emptyText(listing)}</p>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {conversations.map((one) => (
          <li key={one.conversationId}>
            <ConversationRow
              conversation={one}
              selected={one.conversationId === selectedId}
              nowMs={now}
              onSelect={onSelect}
            />
          </li>
        ))}
      </ul>
      {more && (
        <div className="border-line border-t p-3">
          <button
            type="button"
            onClick={onLoadMore}
            disabled={loadingMore}
            className="w-full rounded-lg border border-line px-3 py-2 font-medium text-ink-soft text-sm hover:bg-hover disabled:opacity-60"
          >
            {loadingMore ? 'Loading…' : 'Load older conversations'}
          </button>
        </div>
      )}
    </>
  );
}

const emptyTexts: Record<Listing['view'], string> = {
  mine: 'None is yours. Take one over, or have one assigned to you.',
  unassigned: 'None waits for somebody to take it.',
  waiting: 'Nobody waits for a person.',
  bot: 'The assistant has none.',
  snoozed: 'None is snoozed.',
  resolved: 'None is resolved.',
  all: 'There is none.',
};

const emptyText = ({ view, search }: Listing): string =>
  search.trim() === '' ? emptyTexts[view] : `No message here has all of “${search.trim()}”.`;

function NoConversations() {
  return (
    <div className="grid place-items-center px-8 py-16 text-center">
      <MessagesSquare aria-hidden="true" className="size-8 text-ink-faint" strokeWidth={1.5} />
      <p className="mt-4 font-medium">No conversations yet</p>
      <p className="mt-1 max-w-xs text-ink-soft text-sm leading-relaxed">
        They appear here the moment a customer writes. Try it: ask something in the{' '}
        <a href="/demo" target="_blank" rel="noreferrer" className="text-ink underline underline-offset-2">
          demo shop
        </a>
        .
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
