import { ignoreSecondClick } from '@frontdesk/chat/ignore-second-click';
import type { AgentPerson, ConversationSummary } from '@frontdesk/protocol';
import { Ban, Bot, Check, Ellipsis, Hand, RotateCcw, Undo2 } from 'lucide-react';
import { useId, useState } from 'react';
import { Button, IconButton, Problem } from '../../forms/form-parts.tsx';
import { openOnArrow } from '../../forms/open-select.ts';
import { useLostFocus } from '../../forms/use-lost-focus.ts';
import { usePopover } from '../../forms/use-popover.ts';
import { colleagueName } from '../../words/former-colleague.ts';
import type { ChangeThread } from '../connection/thread-change.ts';
import { keyHint } from '../keys/inbox-keys.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { SnoozeSelect } from './snooze-select.tsx';
import { tomorrowMorning } from './snooze-times.ts';
import { Tags } from './thread-tags.tsx';
import { useThreadSteps } from './use-thread-steps.ts';

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
  const steps = useThreadSteps({ summary, change, agentId, changesElsewhere });
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

  return (
    <div {...lostFocus} className="relative border-line border-b bg-surface px-3 py-2 sm:px-5 md:max-2xl:px-4">
      <div className="flex flex-wrap items-center gap-2 md:max-2xl:gap-1.5" onClickCapture={ignoreSecondClick}>
        {state !== 'with_person' && (
          <Button
            look="primary"
            onClick={() => void steps.takeOver()}
            {...keyHint('take-over', 'You answer from now on')}
          >
            <Hand aria-hidden="true" className="size-4" />
            Take over
          </Button>
        )}
        {(state === 'with_person' || state === 'waiting_for_person') && (
          <Button onClick={() => void steps.handBack()} {...keyHint('hand-back', 'The assistant answers again')}>
            <Bot aria-hidden="true" className="size-4" />
            Hand back
          </Button>
        )}
        {aside ? (
          <Button onClick={() => void steps.reopen()} {...keyHint('reopen', 'Back to whom it was with')}>
            <RotateCcw aria-hidden="true" className="size-4" />
            Reopen
          </Button>
        ) : (
          <Button onClick={() => void steps.resolve()} {...keyHint('resolve', 'It is done')}>
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
              onChange={(event) => void steps.assign(event.target.value || null)}
              onKeyDown={openOnArrow}
              className={select}
              {...keyHint('assign', 'Whose it is')}
            >
              <option value="">Nobody’s</option>
              {assignee && !team.some(({ id }) => id === assignee.id) && (
                <option value={assignee.id}>{colleagueName(assignee.name)}</option>
              )}
              {team.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            {(state === 'with_person' || state === 'waiting_for_person' || state === 'snoozed') && (
              <SnoozeSelect onChosen={(until) => void steps.snooze(until)} onAnother={() => setChoosesTime(true)} />
            )}
            <Button
              look={blocked ? 'danger' : 'plain'}
              aria-pressed={blocked}
              {...keyHint('block', blocked ? 'Their messages are refused' : 'Refuse their messages')}
              onClick={() => void steps.toggleBlocked()}
            >
              <Ban aria-hidden="true" className="size-4" />
              {/* Beside a list and a context there is room for one line. */}
              <span className={blocked ? '' : 'md:max-2xl:sr-only'}>{blocked ? 'Blocked' : 'Block'}</span>
            </Button>
            <Tags
              tags={summary.tags ?? []}
              onTags={onTags}
              onAdd={steps.tag}
              onRemove={(removed) => void steps.untag(removed)}
            />
          </div>
        </div>
      </div>
      <div role="status" className="empty:hidden">
        {steps.undo && (
          <p className="mt-2 flex items-center gap-3 text-ink-soft text-sm">
            {steps.undo.text}
            <button
              type="button"
              onClick={() => void steps.undo?.run()}
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
        <Problem>{steps.problem}</Problem>
      </div>
      {choosesTime && (
        <SnoozeDialog
          begin={snoozedUntil === null ? tomorrowMorning(new Date()) : new Date(snoozedUntil)}
          onClose={() => setChoosesTime(false)}
          onChosen={(until) => {
            setChoosesTime(false);
            void steps.snooze(until);
          }}
        />
      )}
    </div>
  );
}
