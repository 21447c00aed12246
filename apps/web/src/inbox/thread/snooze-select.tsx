import { openOnArrow } from '../../forms/open-select.ts';
import { keyHint } from '../keys/inbox-keys.ts';
import { snoozeTimes } from './snooze-times.ts';

/** Of the list of times: any other one. */
const anotherTime = 'another';

interface Props {
  onChosen: (until: Date) => void;
  onAnother: () => void;
  /** Another change is being made. */
  busy?: boolean;
}

/** Times until which something can be put aside. */
export function SnoozeSelect({ onChosen, onAnother, busy = false }: Props) {
  return (
    <select
      aria-label="Snooze"
      aria-disabled={busy}
      value=""
      onChange={({ target: { value } }) => {
        if (value === anotherTime) return onAnother();
        const chosen = snoozeTimes(new Date())[Number(value)];
        if (chosen) onChosen(chosen.until);
      }}
      onKeyDown={openOnArrow}
      className="w-26 truncate rounded-lg border border-line bg-surface px-2 py-1.5 font-medium text-sm hover:bg-hover aria-disabled:opacity-60"
      {...keyHint('snooze', 'Away until then, or until the customer writes')}
    >
      <option value="">Snooze…</option>
      {snoozeTimes(new Date()).map(({ label }, index) => (
        <option key={label} value={index}>
          {label}
        </option>
      ))}
      <option value={anotherTime}>Another time…</option>
    </select>
  );
}
