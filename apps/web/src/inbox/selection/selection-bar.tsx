import { inboxLimits, type SharedChange } from '@frontdesk/protocol';
import { Check, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../../forms/form-parts.tsx';
import { openOnArrow } from '../../forms/open-select.ts';
import { keyHint } from '../keys/inbox-keys.ts';
import { SnoozeDialog } from '../thread/snooze-dialog.tsx';
import { SnoozeSelect } from '../thread/snooze-select.tsx';
import { tomorrowMorning } from '../thread/snooze-times.ts';
import { TagField } from '../thread/tag-field.tsx';
import { CheckMark } from './check-mark.tsx';
import type { Selection } from './use-selection.ts';

interface Props {
  selection: Selection;
  /** The tags that there are. */
  onTags: () => Promise<readonly string[]>;
}

/** In the place of the list's head: how many are selected, and what can be done with them. */
export function SelectionBar({ selection, onTags }: Props) {
  const { selected, isAll, team, busy, toggleAll, clear } = selection;
  /** Why what was pressed was not asked for. */
  const [refused, setRefused] = useState<string | null>(null);
  const change = async (wanted: SharedChange) => setRefused(await selection.change(wanted));
  const [choosesTime, setChoosesTime] = useState(false);
  const isAside = selected.every(({ state }) => state === 'resolved' || state === 'snoozed');
  const isResolved = selected.every(({ state }) => state === 'resolved');
  const canSnooze = selected.some(({ state }) => state !== 'bot' && state !== 'resolved');
  const snooze = (until: Date) => void change({ kind: 'snooze', until: until.toISOString() });
  return (
    <section
      aria-label="Selected conversations"
      aria-busy={busy}
      data-selection-bar=""
      className="border-line border-b bg-surface px-3 py-2"
    >
      <div className="flex items-center gap-1.5">
        <CheckMark
          checked={isAll || (selected.length > 0 && 'mixed')}
          label="Select all shown"
          onToggle={toggleAll}
          className="-ml-1 size-9 hover:bg-hover"
        />
        <p className="flex-1 font-medium text-sm tabular-nums">
          {busy ? `Changing ${selected.length}…` : `${selected.length} selected`}
        </p>
        <IconButton label="Select none (Esc)" onClick={clear}>
          <X aria-hidden="true" className="size-5" />
        </IconButton>
      </div>
      {selected.length === 0 ? (
        <p className="px-1 py-2 text-ink-soft text-sm">Select some in the list, or all that are shown.</p>
      ) : (
        <div className="mt-1.5 flex flex-wrap items-center gap-2">
          {!isResolved && (
            <Button
              aria-disabled={busy}
              onClick={() => void change({ kind: 'resolve' })}
              {...keyHint('resolve', 'They are done')}
            >
              <Check aria-hidden="true" className="size-4" />
              Resolve
            </Button>
          )}
          {isAside && (
            <Button
              aria-disabled={busy}
              onClick={() => void change({ kind: 'reopen' })}
              {...keyHint('reopen', 'Back to whom they were with')}
            >
              <RotateCcw aria-hidden="true" className="size-4" />
              Reopen
            </Button>
          )}
          <select
            aria-label="Assign to"
            aria-disabled={busy}
            value=""
            onChange={({ target: { value } }) =>
              void change({ kind: 'assign', assigneeId: value === nobody ? null : value })
            }
            onKeyDown={openOnArrow}
            className="w-26 truncate rounded-lg border border-line bg-surface px-2 py-1.5 font-medium text-sm hover:bg-hover aria-disabled:opacity-60"
            {...keyHint('assign', 'Whose they are')}
          >
            <option value="" disabled>
              Assign…
            </option>
            <option value={nobody}>Nobody</option>
            {team.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          {canSnooze && <SnoozeSelect busy={busy} onChosen={snooze} onAnother={() => setChoosesTime(true)} />}
          <TagField
            onTags={onTags}
            className="w-40"
            onAdd={(tag) => selection.change({ kind: 'tag', tags: [tag], before: [] })}
          />
        </div>
      )}
      {busy && refused && (
        <p role="alert" className="mt-1.5 px-1 text-bad text-xs">
          {refused}
        </p>
      )}
      {selected.length >= inboxLimits.changedTogether && (
        <p className="mt-1.5 px-1 text-ink-soft text-xs">At most {inboxLimits.changedTogether} at a time.</p>
      )}
      {choosesTime && (
        <SnoozeDialog
          begin={tomorrowMorning(new Date())}
          onClose={() => setChoosesTime(false)}
          onChosen={(until) => {
            setChoosesTime(false);
            snooze(until);
          }}
        />
      )}
    </section>
  );
}

/** No person's id begins with a dash. */
const nobody = '-';
