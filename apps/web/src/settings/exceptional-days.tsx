import { type BusinessHours, businessHoursLimits, dateIn, type OpenRange } from '@frontdesk/protocol';
import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button, field, IconButton } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useLostFocus } from '../forms/use-lost-focus.ts';
import { dateText } from '../words/clock-time.ts';
import { DayHours } from './day-hours.tsx';

type Exceptions = Record<string, OpenRange[]>;

interface Props {
  hours: BusinessHours;
  /** The date that is chosen and not added yet; else empty. */
  draft: string;
  /** By path, such as `hours.exceptions.2026-12-25`. */
  problems: Record<string, string>;
  onDraft: (draft: string) => void;
  onChange: (exceptions: Exceptions) => void;
}

/** Days with other hours than the week's, a row for each; one that is added is closed. */
export function ExceptionalDays({ hours, draft, problems, onDraft, onChange }: Props) {
  const { exceptions = {} } = hours;
  const today = todayIn(hours.timeZone);
  const input = useRef<HTMLInputElement>(null);
  /** Why the draft was not added. */
  const [refused, setRefused] = useState<string>();
  // The row goes with its button, and the list with the last one.
  const lostFocus = useLostFocus(() => false);
  const typed = (date: string) => {
    setRefused(undefined);
    onDraft(date);
  };
  const add = () => {
    const problem = problemOf(draft, exceptions, today);
    if (problem) {
      setRefused(problem);
      return input.current?.focus();
    }
    onChange({ ...exceptions, [draft]: [] });
    typed('');
  };
  const dates = Object.entries(exceptions).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return (
    <fieldset className="min-w-0" {...lostFocus}>
      <legend className="font-medium text-sm">Exceptional days</legend>
      <p className="mt-1 text-ink-soft text-sm leading-relaxed">
        Days on which your team is away, or there at other times, such as 25 December. They count before the week, and
        drop off once they are over.
      </p>
      {dates.length > 0 && (
        <ul className="mt-3 divide-y divide-line rounded-xl border border-line">
          {dates.map(([date, ranges]) => {
            const name = dayText(date);
            return (
              <DayHours
                key={date}
                name={name}
                isLongName
                path={`hours.exceptions.${date}`}
                ranges={ranges}
                problems={problems}
                onChange={(changed) => onChange({ ...exceptions, [date]: changed })}
                actions={
                  <IconButton
                    label={`Remove ${name}`}
                    onClick={() => onChange(Object.fromEntries(dates.filter(([other]) => other !== date)))}
                  >
                    <X aria-hidden="true" className="size-4" />
                  </IconButton>
                }
              />
            );
          })}
        </ul>
      )}
      <div className="mt-4 max-w-72">
        <LabelledField
          label="Another day"
          problem={refused ?? problems['hours.exceptions.draft'] ?? problems['hours.exceptions']}
        >
          {(attributes) => (
            <div className="flex items-end gap-2">
              <input
                {...attributes}
                ref={input}
                type="date"
                min={today}
                max="9999-12-31"
                value={draft}
                onChange={(event) => typed(event.target.value)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || draft === '') return;
                  // The form is not meant.
                  event.preventDefault();
                  add();
                }}
                className={field}
              />
              <Button className="py-2" onClick={add}>
                Add day
              </Button>
            </div>
          )}
        </LabelledField>
      </div>
    </fieldset>
  );
}

function problemOf(date: string, exceptions: Exceptions, today: string): string | undefined {
  if (date === '') return 'Choose a day.';
  if (date < today) return 'This day is over.';
  if (date in exceptions) return 'This day is in the list already.';
  const most = businessHoursLimits.exceptions;
  return Object.keys(exceptions).length >= most ? `At most ${most} days.` : undefined;
}

/** Empty where the browser does not know the time zone. */
function todayIn(timeZone: string): string {
  try {
    return dateIn(timeZone, new Date());
  } catch {
    return '';
  }
}

/** `Fri, 25 December 2026` */
const dayText = (date: string): string =>
  `${new Date(date).toLocaleDateString('en-GB', { weekday: 'short', timeZone: 'UTC' })}, ${dateText(date)}`;
