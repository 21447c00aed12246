import type { ConversationSummary } from '@frontdesk/protocol';
import { useEffect, useRef, useState } from 'react';
import type { ChangeThread } from '../connection/thread-change.ts';
import { offerAt, type UndoOffer } from './undo-offer.ts';

interface Options {
  summary: ConversationSummary;
  change: ChangeThread;
  /** Of whoever looks at it; null while that is not known. */
  agentId: string | null;
  /** Counts what was done with several at once: what was done here before is not what is undone next. */
  changesElsewhere: number;
}

/** What an agent can do with the conversation that is open, each with what takes it back; that is offered until something else is done. */
export function useThreadSteps({ summary, change, agentId, changesElsewhere }: Options) {
  const latest = useRef(summary);
  latest.current = summary;
  const [problem, setProblem] = useState<string | null>(null);
  const [undo, setUndo] = useState<UndoOffer | null>(null);
  useEffect(() => setUndo((offer) => offerAt(offer, summary)), [summary]);
  useEffect(() => {
    if (changesElsewhere > 0) setUndo(null);
  }, [changesElsewhere]);
  const { state, assignee = null, blocked = false, snoozedUntil = null } = summary;

  /** @param undoing what takes it back */
  const act = async (change: Promise<string | null>, undoing?: UndoOffer) => {
    const error = await change;
    setProblem(error);
    setUndo(error === null ? (undoing ?? null) : null);
  };
  const before = state === 'bot' || state === 'waiting_for_person' || state === 'with_person' ? { to: state } : {};
  /** From the assistant, or from nobody, to whom it was with. */
  const putBack = async () => {
    const waited = state === 'waiting_for_person';
    const error = await (waited ? change('conversation:reopen', before) : change('conversation:take-over', {}));
    const [had, has] = [assignee?.id ?? null, waited ? null : agentId];
    return error ?? (had === has ? null : change('conversation:assign', { assigneeId: had }));
  };
  /** With what it has, as far as is known here: what others do meanwhile stays done. */
  const setTags = (next: (before: readonly string[]) => string[]) => {
    const before = latest.current.tags ?? [];
    return change('conversation:tag', { tags: next(before), before });
  };
  const tag = async (added: string) => {
    const error = await setTags((before) => [...before, added]);
    if (error === null) {
      setProblem(null);
      setUndo(null);
    }
    return error;
  };

  return {
    /** Why the last one was not done. */
    problem,
    /** What says that the last one was done, and takes it back. */
    undo: undo && { text: undo.text, run: () => act(undo.run()) },
    takeOver: () => act(change('conversation:take-over', {})),
    reopen: () => act(change('conversation:reopen', {})),
    handBack: () =>
      act(change('conversation:hand-back', {}), {
        text: 'Handed back.',
        run: putBack,
        holds: (now) => now.state === 'bot',
      }),
    resolve: () =>
      act(change('conversation:resolve', {}), {
        text: 'Resolved.',
        run: () => change('conversation:reopen', before),
        holds: (now) => now.state === 'resolved',
      }),
    snooze(chosen: Date) {
      const until = chosen.toISOString();
      return act(change('conversation:snooze', { until }), {
        text: 'Snoozed.',
        run: () =>
          state === 'snoozed' && snoozedUntil
            ? change('conversation:snooze', { until: snoozedUntil })
            : change('conversation:reopen', before),
        holds: (now) => now.state === 'snoozed' && (now.snoozedUntil ?? until) === until,
      });
    },
    assign: (assigneeId: string | null) =>
      act(change('conversation:assign', { assigneeId }), {
        text: assigneeId === null ? 'Nobody’s now.' : 'Assigned.',
        run: () =>
          assigneeId === null && state === 'with_person'
            ? putBack()
            : change('conversation:assign', { assigneeId: assignee?.id ?? null }),
        holds: (now) => (now.assignee?.id ?? null) === assigneeId,
      }),
    /** Has the customer's messages refused, or taken again. */
    toggleBlocked: () =>
      act(change('conversation:block', { blocked: !blocked }), {
        text: blocked ? 'Their messages are taken again.' : 'Their messages are refused from now on.',
        run: () => change('conversation:block', { blocked }),
        holds: (now) => (now.blocked ?? false) === !blocked,
      }),
    /** @returns why it was not done */
    tag,
    untag: (removed: string) =>
      act(
        setTags((before) => before.filter((one) => one !== removed)),
        {
          text: `Removed the tag ${removed}.`,
          run: () => tag(removed),
          holds: (now) => !now.tags?.includes(removed),
        },
      ),
  };
}
