'use client';

import type { AgentAnalytics, AgentFigures } from '@frontdesk/protocol';
import { ArrowDown, ArrowUp, Download } from 'lucide-react';
import { useState } from 'react';
import { Problem } from '../forms/form-parts.tsx';
import { DownloadLink } from '../requests/download-link.tsx';
import { useLoaded } from '../requests/use-loaded.ts';
import { formatShare } from '../service/promise.ts';
import { formerColleague } from '../words/former-colleague.ts';
import { type AgentColumn, type AgentOrder, inOrder, pressed } from './agent-order.ts';
import { toldMs } from './told-ms.ts';

const columns: readonly { id: AgentColumn; name: string; of?: string }[] = [
  { id: 'person', name: 'Person' },
  { id: 'conversations', name: 'Conversations' },
  { id: 'replies', name: 'Replies' },
  { id: 'resolved', name: 'Resolved' },
  { id: 'firstHalf', name: 'Half within', of: 'First reply' },
  { id: 'firstMost', name: '90% within', of: 'First reply' },
  { id: 'resolution', name: 'Half within', of: 'Resolution' },
  { id: 'good', name: 'Rated good' },
];

interface Props {
  path: string;
  csv: string;
  /** After how many milliseconds it is read anew. */
  againMs: number;
}

/** What each of the team did. */
export function AgentTable({ path, csv, againMs }: Props) {
  const { data, problem } = useLoaded<AgentAnalytics>(path, () => againMs);
  const agents = data?.agents ?? [];
  return (
    <section aria-label="People" className="rounded-xl border border-line bg-surface">
      <div className="flex flex-wrap items-start justify-between gap-3 px-4 pt-3 pb-2.5">
        <div>
          <h2 className="font-semibold text-sm">People</h2>
          <p className="mt-0.5 max-w-2xl text-ink-soft text-xs leading-snug">
            What each did in these days, whenever the conversation began; the bot’s time is left out. A first reply is
            measured from the wish for a person, or from what the customer wrote to a colleague before. Ratings count
            for who answered last, 4 and 5 are good.
          </p>
        </div>
        {agents.length > 0 && (
          <DownloadLink href={csv}>
            <Download aria-hidden="true" className="size-4" />
            CSV
          </DownloadLink>
        )}
      </div>
      {problem && (
        <div className="px-4 pb-3">
          <Problem>{problem}</Problem>
        </div>
      )}
      {agents.length > 0 ? (
        <Figures agents={agents} />
      ) : (
        !problem && (
          <p role="status" className="border-line border-t px-4 py-8 text-center text-ink-faint text-sm">
            {data ? 'Nobody of the team answered in this time.' : 'Loading…'}
          </p>
        )
      )}
    </section>
  );
}

function Figures({ agents }: { agents: readonly AgentFigures[] }) {
  const [order, setOrder] = useState<AgentOrder>({ column: 'replies', descending: true });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className="relative overflow-x-auto rounded-b-xl" tabIndex={0} aria-label="People, table">
      <table className="w-full min-w-[46rem] text-sm tabular-nums">
        <thead className="text-ink-soft text-xs">
          <tr className="border-line border-t">
            {columns.map((column) => (
              <ColumnHead
                key={column.id}
                column={column}
                order={order}
                onPress={() => setOrder(pressed(order, column.id))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder(agents, order).map((agent) => (
            <tr key={agent.userId ?? ''} className="border-line border-t">
              <th
                scope="row"
                title={agent.name || undefined}
                className="sticky left-0 max-w-40 truncate bg-surface py-2 pr-4 pl-4 text-left font-medium sm:max-w-60"
              >
                {agent.name || (
                  <span className="text-ink-soft italic">
                    {agent.name === null ? 'Former colleagues' : formerColleague}
                  </span>
                )}
              </th>
              <Cell>{agent.conversations.toLocaleString('en')}</Cell>
              <Cell>{agent.replies.toLocaleString('en')}</Cell>
              <Cell>{agent.resolved.toLocaleString('en')}</Cell>
              <Cell>{toldMs(agent.firstResponse.p50)}</Cell>
              <Cell>{toldMs(agent.firstResponse.p90)}</Cell>
              <Cell>{toldMs(agent.resolution.p50)}</Cell>
              <Cell>
                <Rated {...agent.ratings} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HeadProps {
  column: (typeof columns)[number];
  order: AgentOrder;
  onPress: () => void;
}

function ColumnHead({ column: { id, name, of }, order, onPress }: HeadProps) {
  const isSorted = order.column === id;
  const Icon = order.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order.descending ? 'descending' : 'ascending') : undefined}
      className={`align-bottom font-medium ${id === 'person' ? 'sticky left-0 bg-surface pl-2 text-left' : 'pr-2 text-right'}`}
    >
      <button
        type="button"
        onClick={onPress}
        className={`inline-flex min-h-8 items-end gap-1 rounded-md px-2 py-1.5 hover:bg-hover hover:text-ink ${id === 'person' ? 'text-left' : 'text-right'} ${isSorted ? 'text-ink' : ''}`}
      >
        {isSorted && <Icon aria-hidden="true" className="mb-px size-3.5 shrink-0" />}
        <span>
          {of && <span className="block whitespace-nowrap">{of}, </span>}
          <span className="whitespace-nowrap">{of ? name.toLowerCase() : name}</span>
        </span>
      </button>
    </th>
  );
}

const Cell = ({ children }: { children: React.ReactNode }) => (
  <td className="whitespace-nowrap py-2 pr-4 text-right">{children}</td>
);

function Rated({ count, good }: AgentFigures['ratings']) {
  if (count === 0) return '–';
  return (
    <>
      {formatShare(good / count)} <span className="text-ink-faint">of {count.toLocaleString('en')}</span>
    </>
  );
}
