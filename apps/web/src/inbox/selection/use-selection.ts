import type { AgentPerson, ConversationSummary, SharedChange } from '@frontdesk/protocol';
import { useEffect, useRef, useState } from 'react';
import { useUndo } from '../../admin/undo-toast.tsx';
import { AdminError } from '../../requests/admin-request.ts';
import type { AgentState } from '../connection/agent-state.ts';
import type { InboxConnection, NotChanged } from '../connection/inbox-connection.ts';
import { extendedTo, nothingSelected, stillListed, toggled, withAll, without } from './row-selection.ts';
import { doneText, failedText } from './shared-texts.ts';
import { type SharedRequest, undoOf } from './undo-shared.ts';

/** Several conversations of the list, and what is done with them at once. */
export interface Selection {
  /** Some are selected, or are about to be. */
  isOn: boolean;
  /** In the list's order. */
  selected: readonly ConversationSummary[];
  /** All that can be, of those that are shown. */
  isAll: boolean;
  /** Who may be given all of them. */
  team: readonly AgentPerson[];
  /** What was asked for is on its way. */
  busy: boolean;
  /** In which of them the last change was not made, and why. */
  problem: string | null;
  /** Counts the changes that were made. */
  changes: number;
  has: (conversationId: string) => boolean;
  /** Whether somebody who looks may change it. */
  maySelect: (row: ConversationSummary) => boolean;
  begin(): void;
  /** @param range with all from the last one on */
  toggle(conversationId: string, range?: boolean): void;
  toggleAll(): void;
  clear(): void;
  dismissProblem(): void;
  /**
   * In all that are selected; it can be taken back for a while, and what was not changed stays selected.
   * @returns the sentence that says why it was not asked for; null when it was
   */
  change(change: SharedChange): Promise<string | null>;
}

interface Options {
  connection: InboxConnection | null;
  state: Pick<AgentState, 'conversations' | 'listing' | 'overview'>;
  /** Whether whoever looks answers customers of a site. */
  mayAnswerAt: (siteId: string) => boolean;
  /** They may do something no more that the page offers. */
  onForbidden: () => void;
}

export function useSelection({ connection, state, mayAnswerAt, onForbidden }: Options): Selection {
  const { conversations, listing, overview } = state;
  const [selection, setSelection] = useState(nothingSelected);
  const [begun, setBegun] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [changes, setChanges] = useState(0);
  const running = useRef(false);
  /** What is looked at once an answer comes. */
  const latest = useRef({ connection, listing });
  latest.current = { connection, listing };
  const offerUndo = useUndo();
  const offered = useRef<{ over: InboxConnection; withdraw: () => void }[]>([]);
  useEffect(() => {
    // What was done over a connection that is closed can't be taken back over it.
    for (const { over, withdraw } of offered.current) if (over !== connection) withdraw();
    offered.current = offered.current.filter(({ over }) => over === connection);
  }, [connection]);
  const clear = () => {
    setSelection(nothingSelected);
    setBegun(false);
  };
  const [listed, setListed] = useState(listing);
  // Others are listed: what was meant is not among them.
  if (listing !== listed) {
    setListed(listing);
    setProblem(null);
    clear();
  }
  const maySelect = ({ siteId }: ConversationSummary) => mayAnswerAt(siteId);
  const rows = (conversations ?? []).filter(maySelect);
  const left = conversations === null ? selection : stillListed(selection, rows);
  if (left !== selection) setSelection(left);
  const selected = rows.filter(({ conversationId }) => left.ids.has(conversationId));

  const change = async (wanted: SharedChange) => {
    if (running.current) return 'The last change is still being made. Try again in a moment.';
    if (!connection || selected.length === 0) return null;
    running.current = true;
    setBusy(true);
    setProblem(null);
    // Whoever begins another selection meanwhile goes on with that.
    setBegun(false);
    const failed = await connection.changeSeveral(selected, wanted);
    running.current = false;
    setBusy(false);
    const notDone = new Set(failed.map(({ conversationId }) => conversationId));
    const done = selected.filter(({ conversationId }) => !notDone.has(conversationId));
    if (done.length > 0 || failed.some(({ isUnknown }) => isUnknown)) setChanges((count) => count + 1);
    if (failed.some(({ error }) => error.code === 'forbidden')) onForbidden();
    if (latest.current.connection !== connection) return null;
    setSelection((now) => without(now, done));
    if (failed.length > 0 && latest.current.listing === listing) setProblem(failedText(failed, selected));
    const undo = undoOf(wanted, done, overview?.agentId ?? null);
    if (undo.length === 0) return null;
    const text = doneText(wanted, done.length, overview?.team ?? []);
    offered.current.push({ over: connection, withdraw: offerUndo(text, takingBack(connection, undo)) });
    return null;
  };

  return {
    ...{ selected, busy, problem, changes, maySelect, clear, change },
    isOn: begun || left.ids.size > 0,
    isAll: selected.length > 0 && withAll(left, rows).ids.size === left.ids.size,
    team: connection?.teamOf([...new Set(selected.map(({ siteId }) => siteId))]) ?? [],
    has: (conversationId) => left.ids.has(conversationId),
    begin: () => setBegun(true),
    toggle: (conversationId, range = false) =>
      setSelection((now) => (range ? extendedTo(now, rows, conversationId) : toggled(now, conversationId))),
    toggleAll: () => {
      // With none of them left, others may be meant.
      setBegun(true);
      setSelection((now) => (withAll(now, rows).ids.size === now.ids.size ? nothingSelected : withAll(now, rows)));
    },
    dismissProblem: () => setProblem(null),
  };
}

/** Makes the requests, one after another; tried again, only where they were refused. */
function takingBack(connection: InboxConnection, requests: readonly SharedRequest[]): () => Promise<void> {
  let open = requests;
  return async () => {
    const failed: NotChanged[] = [];
    const isFailed = ({ conversationId }: ConversationSummary) =>
      failed.some((one) => one.conversationId === conversationId);
    for (const { rows, change } of open) {
      const still = rows.filter((row) => !isFailed(row));
      if (still.length > 0) failed.push(...(await connection.changeSeveral(still, change)));
    }
    const [first] = failed;
    if (!first) return;
    const all = [...new Map(open.flatMap(({ rows }) => rows.map((row) => [row.conversationId, row]))).values()];
    open = open.map(({ rows, change }) => ({ rows: rows.filter(isFailed), change }));
    throw new AdminError({ ...first.error, message: failedText(failed, all) });
  };
}
