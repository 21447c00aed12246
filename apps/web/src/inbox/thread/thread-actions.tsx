import { ignoreSecondClick } from '@frontdesk/chat/ignore-second-click';
import type { AgentPerson, ConversationSummary } from '@frontdesk/protocol';
import { Ban, Bot, Check, Ellipsis, Hand, RotateCcw, Undo2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Button, IconButton, Problem } from '../../forms/form-parts.tsx';
import { openOnArrow } from '../../forms/open-select.ts';
import { useLostFocus } from '../../forms/use-lost-focus.ts';
import { usePopover } from '../../forms/use-popover.ts';
import type { ChangeThread } from '../connection/thread-change.ts';
import { keyHint } from '../keys/inbox-keys.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { SnoozeSelect } from './snooze-select.tsx';
import { tomorrowMorning } from './snooze-times.ts';
import { Tags } from './thread-tags.tsx';
import { offerAt, type UndoOffer } from './undo-offer.ts';

interface Props {
  summary: ConversationSummary;
  team: readonly AgentPerson[];
  change: ChangeThread;
  /** Of whoever looks at it; null while that is not known. */
  agentId: string | null;
  /** The tags that there are. */
  onTags?: (() => Promise<readonly string[]>) | undefined;
  /** Gives the focus to where one writes. */
  toComposer?: (() => void) | undefined;
  /** Counts what was done with several at once: what was done here before is not what is undone next. */
  changesElsewhere?: number | undefined;
}

const select =
  'max-w-44 md:max-2xl:max-w-27 truncate rounded-lg border border-line bg-surface px-2 py-1.5 font-medium text-sm hover:bg-hover';

/** What an agent can do with the conversation that is open. */
export function ThreadActions(props: Props) {
  const { summary, team, change, agentId, onTags, toComposer, changesElsewhere = 0 } = props;
  const latest = useRef(summary);
  latest.current = summary;
  const [problem, setProblem] = useState<string | null>(null);
  const [undo, setUndo] = useState<UndoOffer | null>(null);
  useEffect(() => setUndo((offer) => offerAt(offer, summary)), [summary]);
  useEffect(() => {
    if (changesElsewhere > 0) setUndo(null);
  }, [changesElsewhere]);
  const menu = usePopover();
  const menuId = useId();
  const [choosesTime, setChoosesTime] = useState(false);
  const { state, assignee = null, blocked = false, snoozedUntil = null } = summary;
  const aside = state === 'resolved' || state === 'snoozed';
  // Whoever has taken over wants to write.
  const lostFocus = useLostFocus(({ dataset }) => {
    if (dataset.key !== 'take-over' || !toComposer || !agentId || assignee?.id !== agentId) return false;
    toComposer();
    return true;
  });

  /** @param undoing what takes it back; offered until something else is done */
  const act = async (change: Promise<string | null>, undoing?: UndoOffer) => {
    const error = await change;
    setProblem(error);
    setUndo(error === null ? (undoing ?? null) : null);
  };
  const before = state === 'bot' || state === 'waiting_for_person' || state === 'with_person' ? { to: state } : {};
  const resolve = () =>
    act(change('conversation:resolve', {}), {
      text: 'Resolved.',
      run: () => change('conversation:reopen', before),
      holds: (now) => now.state === 'resolved',
    });
  const snooze = (chosen: Date) => {
    const until = chosen.toISOString();
    return act(change('conversation:snooze', { until }), {
      text: 'Snoozed.',
      run: () =>
        state === 'snoozed' && snoozedUntil
          ? change('conversation:snooze', { until: snoozedUntil })
          : change('conversation:reopen', before),
      holds: (now) => now.state === 'snoozed' && (now.snoozedUntil ?? until) === until,
    });
  };
  /** From the assistant, or from nobody, to whom it was with. */
  const putBack = async () => {
    const waited = state === 'waiting_for_person';
    const error = await (waited ? change('conversation:reopen', before) : change('conversation:take-over', {}));
    const [had, has] = [assignee?.id ?? null, waited ? null : agentId];
    return error ?? (had === has ? null : change('conversation:assign', { assigneeId: had }));
  };
  const handBack = () =>
    act(change('conversation:hand-back', {}), {
      text: 'Handed back.',
      run: putBack,
      holds: (now) => now.state === 'bot',
    });
  const tags = summary.tags ?? [];
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
  const untag = (removed: string) =>
    act(
      setTags((before) => before.filter((one) => one !== removed)),
      {
        text: `Removed the tag ${removed}.`,
        run: () => tag(removed),
        holds: (now) => !now.tags?.includes(removed),
      },
    );
  const assign = (assigneeId: string | null) =>
    act(change('conversation:assign', { assigneeId }), {
      text: assigneeId === null ? 'Nobody’s now.' : 'Assigned.',
      run: () =>
        assigneeId === null && state === 'with_person'
          ? putBack()
          : change('conversation:assign', { assigneeId: assignee?.id ?? null }),
      holds: (now) => (now.assignee?.id ?? null) === assigneeId,
    });

  return (
    <div {...lostFocus} className="relative border-line border-b bg-surface px-3 py-2 sm:px-5 md:max-2xl:px-4">
      <div className="flex flex-wrap items-center gap-2 md:max-2xl:gap-1.5" onClickCapture={ignoreSecondClick}>
        {state !== 'with_person' && (
          <Button
            look="primary"
            onClick={() => void act(change('conversation:take-over', {}))}
            {...keyHint('take-over', 'You answer from now on')}
          >
            <Hand aria-hidden="true" className="size-4" />
            Take over
          </Button>
        )}
        {(state === 'with_person' || state === 'waiting_for_person') && (
          <Button onClick={() => void handBack()} {...keyHint('hand-back', 'The assistant answers again')}>
            <Bot aria-hidden="true" className="size-4" />
            Hand back
          </Button>
        )}
        {aside ? (
          <Button
            onClick={() => void act(change('conversation:reopen', {}))}
            {...keyHint('reopen', 'Back to whom it was with')}
          >
            <RotateCcw aria-hidden="true" className="size-4" />
            Reopen
          </Button>
        ) : (
          <Button onClick={() => void resolve()} {...keyHint('resolve', 'It is done')}>
            <Check aria-hidden="true" className="size-4" />
            Resolve
          </Button>
        )}
        {/* Little room is for the messages. */}
        <div ref={menu.root} className="contents">
          <span className="ml-auto roomy:hidden">
            <IconButton
              label="More to do"
              data-more=""
              aria-expanded={menu.open}
              aria-controls={menuId}
              onClick={() => menu.setOpen(!menu.open)}
            >
              <Ellipsis aria-hidden="true" className="size-5" />
            </IconButton>
          </span>
          <div
            id={menuId}
            className={`items-center gap-2 compact:absolute compact:inset-x-3 compact:top-full compact:z-20 compact:mt-1 compact:flex-wrap compact:rounded-xl compact:border compact:border-line compact:bg-surface compact:p-3 compact:shadow-lift roomy:contents ${menu.open ? 'compact:flex' : 'compact:hidden'}`}
          >
            <select
              aria-label="Assigned to"
              value={assignee?.id ?? ''}
              onChange={(event) => void assign(event.target.value || null)}
              onKeyDown={openOnArrow}
              className={select}
              {...keyHint('assign', 'Whose it is')}
            >
              <option value="">Nobody’s</option>
              {assignee && !team.some(({ id }) => id === assignee.id) && (
                <option value={assignee.id}>{assignee.name}</option>
              )}
              {team.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            {(state === 'with_person' || state === 'waiting_for_person' || state === 'snoozed') && (
              <SnoozeSelect onChosen={(until) => void snooze(until)} onAnother={() => setChoosesTime(true)} />
            )}
            <Button
              look={blocked ? 'danger' : 'plain'}
              aria-pressed={blocked}
              {...keyHint('block', blocked ? 'Their messages are refused' : 'Refuse their messages')}
              onClick={() =>
                void act(change('conversation:block', { blocked: !blocked }), {
                  text: blocked ? 'Their messages are taken again.' : 'Their messages are refused from now on.',
                  run: () => change('conversation:block', { blocked }),
                  holds: (now) => (now.blocked ?? false) === !blocked,
                })
              }
            >
              <Ban aria-hidden="true" className="size-4" />
              {/* Beside a list and a context there is room for one line. */}
              <span className={blocked ? '' : 'md:max-2xl:sr-only'}>{blocked ? 'Blocked' : 'Block'}</span>
            </Button>
            <Tags tags={tags} onTags={onTags} onAdd={tag} onRemove={(removed) => void untag(removed)} />
          </div>
        </div>
      </div>
      <div role="status" className="empty:hidden">
        {undo && (
          <p className="mt-2 flex items-center gap-3 text-ink-soft text-sm">
            {undo.text}
            <button
              type="button"
              onClick={() => void act(undo.run())}
              {...keyHint('undo', 'Take it back')}
              className="inline-flex items-center gap-1 rounded-md font-medium text-ink underline underline-offset-2"
            >
              <Undo2 aria-hidden="true" className="size-3.5" />
              Undo
            </button>
          </p>
        )}
      </div>
      <div className="mt-2 empty:hidden">
        <Problem>{problem}</Problem>
      </div>
      {choosesTime && (
        <SnoozeDialog
          begin={snoozedUntil === null ? tomorrowMorning(new Date()) : new Date(snoozedUntil)}
          onClose={() => setChoosesTime(false)}
          onChosen={(until) => {
            setChoosesTime(false);
            void snooze(until);
          }}
        />
      )}
    </div>
  );
}
