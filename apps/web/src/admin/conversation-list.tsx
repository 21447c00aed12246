import type { ConversationSummary } from '@frontdesk/protocol';
import { MessagesSquare } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ConversationRow } from './conversation-row.tsx';
import { useNow } from './use-now.ts';

interface Props {
  /** Null while they are loading. */
  conversations: readonly ConversationSummary[] | null;
  more: boolean;
  loadingMore: boolean;
  selectedId: string | null;
  onSelect: (conversationId: string) => void;
  onLoadMore: () => void;
}

export function ConversationList({ conversations, more, loadingMore, selectedId, onSelect, onLoadMore }: Props) {
  const now = useNow(15_000);
  const [waitingOnly, setWaitingOnly] = useState(false);
  if (!conversations || now === null) return <ListPlaceholder />;
  if (conversations.length === 0) return <NoConversations />;
  const waiting = conversations.filter((one) => one.state === 'waiting_for_person');
  const shown = waitingOnly ? waiting : conversations;
  return (
    <>
      <fieldset className="flex gap-1 border-line border-b px-3 py-2">
        <legend className="sr-only">Which conversations</legend>
        <FilterButton pressed={!waitingOnly} onPress={() => setWaitingOnly(false)}>
          All
        </FilterButton>
        <FilterButton pressed={waitingOnly} onPress={() => setWaitingOnly(true)}>
          Want a person
          {waiting.length > 0 && <span className="ml-1.5 text-brand tabular-nums">{waiting.length}</span>}
        </FilterButton>
      </fieldset>
      {shown.length === 0 && (
        <p className="px-8 py-12 text-center text-ink-soft text-sm">
          {more ? 'None of those loaded so far wants a person.' : 'Nobody waits for a person.'}
        </p>
      )}
      <ul className="divide-y divide-line">
        {shown.map((one) => (
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

function FilterButton(props: { pressed: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={props.pressed}
      onClick={props.onPress}
      className="rounded-lg px-3 py-1.5 font-medium text-ink-soft text-sm hover:bg-hover aria-pressed:bg-hover aria-pressed:text-ink"
    >
      {props.children}
    </button>
  );
}

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
