import { type BusinessHours, dateIn } from '@frontdesk/protocol';
import { Rows3, X } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { Button, field, IconButton } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useLostFocus } from '../forms/use-lost-focus.ts';
import { dateText } from '../words/clock-time.ts';
import { readerLocale } from '../words/reader-locale.ts';
import { DayHours } from './day-hours.tsx';
import {
  type DraftDays,
  type DraftField,
  datesOf,
  dayAfter,
  draftProblem,
  type ExceptionalRun,
  type Exceptions,
  noDraft,
  runsOf,
} from './exceptional-runs.ts';

interface Props {
  hours: BusinessHours;
  draft: DraftDays;
  /** By path, such as `hours.exceptions.2026-12-25`. */
  problems: Record<string, string>;
  onDraft: (draft: DraftDays) => void;
  onChange: (exceptions: Exceptions) => void;
}

/** Days with other hours than the week's, a row for each and for those in a row that are alike; what is added is closed. */
export function ExceptionalDays({ hours, draft, problems, onDraft, onChange }: Props) {
  const { exceptions = {} } = hours;
  const today = todayIn(hours.timeZone);
  const fields = { first: useRef<HTMLInputElement>(null), last: useRef<HTMLInputElement>(null) };
  /** Why the draft was not added. */
  const [refused, setRefused] = useState<ReturnType<typeof draftProblem>>(null);
  /** Whoever works on a row has it for themselves, though it may be like the one beside it. */
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set());
  // The row goes with its button, and the list with the last one.
  const lostFocus = useLostFocus(() => false);
  const keepApart = (dates: string[]) => setApart(new Set([...apart, ...dates]));
  const typed = (changed: DraftDays) => {
    setRefused(null);
    onDraft(changed);
  };
  const setHours = (dates: string[], ranges: ExceptionalRun['ranges']) => {
    keepApart([dates[0] ?? '', dayAfter(dates.at(-1) ?? '')]);
    onChange({ ...exceptions, ...Object.fromEntries(dates.map((date) => [date, ranges])) });
  };
  const add = () => {
    const problem = draftProblem({ ...draft, half: halfTyped(fields) }, exceptions, today);
    if (problem) {
      setRefused(problem);
      return fields[problem.field].current?.focus();
    }
    setHours(datesOf(draft), []);
    typed(noDraft);
  };
  const remove = (dates: string[]) =>
    onChange(Object.fromEntries(Object.entries(exceptions).filter(([date]) => !dates.includes(date))));
  const dateInput = (name: DraftField) => ({
    ref: fields[name],
    type: 'date',
    min: today,
    max: '9999-12-31',
    value: draft[name],
    onChange: ({ target }: { target: HTMLInputElement }) =>
      typed({ ...draft, [name]: target.value, half: halfTyped(fields) }),
    // What is typed in part is no change.
    onBlur: () => {
      const half = halfTyped(fields);
      if (half !== draft.half) onDraft({ ...draft, half });
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || (draft.first === '' && draft.last === '' && !halfTyped(fields))) return;
      // The form is not meant.
      event.preventDefault();
      add();
    },
    className: field,
  });
  const problemOf = (name: DraftField) =>
    (refused?.field === name ? refused.problem : undefined) ??
    ((draft.half ?? 'first') === name ? problems['hours.exceptions.draft'] : undefined);
  const runs = runsOf(exceptions, apart);
  return (
    <fieldset className="min-w-0" {...lostFocus}>
      <legend className="font-medium text-sm">Exceptional days</legend>
      <p className="mt-1 text-ink-soft text-sm leading-relaxed">
        Days on which your team is away, or there at other times, such as 25 December. They count before the week, and
        drop off once they are over.
      </p>
      {runs.length > 0 && (
        <ul className="mt-3 divide-y divide-line rounded-xl border border-line">
          {runs.map(({ dates, ranges }) => {
            const [first = ''] = dates;
            const name = runText(dates);
            return (
              <DayHours
                key={first}
                name={name}
                isLongName
                path={`hours.exceptions.${first}`}
                ranges={ranges}
                problems={problems}
                onChange={(changed) => setHours(dates, changed)}
                actions={
                  <>
                    {dates.length > 1 && (
                      <IconButton label={`A row for each day of ${name}`} onClick={() => keepApart(dates)}>
                        <Rows3 aria-hidden="true" className="size-4" />
                      </IconButton>
                    )}
                    <IconButton label={`Remove ${name}`} onClick={() => remove(dates)}>
                      <X aria-hidden="true" className="size-4" />
                    </IconButton>
                  </>
                }
              />
            );
          })}
        </ul>
      )}
      <div className="mt-4 flex flex-wrap gap-3">
        <LabelledField label="Another day" problem={problemOf('first') ?? problems['hours.exceptions']}>
          {(attributes) => <input {...attributes} {...dateInput('first')} />}
        </LabelledField>
        <LabelledField label="Last day, if several" problem={problemOf('last')}>
          {(attributes) => (
            <div className="flex gap-2">
              <input {...attributes} {...dateInput('last')} />
              <Button className="mt-1.5" onClick={add}>
                {draft.last === '' ? 'Add day' : 'Add days'}
              </Button>
            </div>
          )}
        </LabelledField>
      </div>
    </fieldset>
  );
}

/** The field whose date is typed in part: for the browser it is empty then. */
const halfTyped = (fields: Record<DraftField, RefObject<HTMLInputElement | null>>): DraftField | undefined =>
  (['first', 'last'] as const).find((name) => fields[name].current?.validity.badInput);

/** Empty where the browser does not know the time zone. */
function todayIn(timeZone: string): string {
  try {
    return dateIn(timeZone, new Date());
  } catch {
    return '';
  }
}

/** `Thu, 24 December 2026 – Wed, 6 January 2027` */
const runText = (dates: string[]): string =>
  [...new Set([dates[0] ?? '', dates.at(-1) ?? ''])].map(dayText).join(' – ');

/** `Fri, 25 December 2026` */
const dayText = (date: string): string =>
  `${new Date(date).toLocaleDateString(readerLocale, { weekday: 'short', timeZone: 'UTC' })}, ${dateText(date)}`;
