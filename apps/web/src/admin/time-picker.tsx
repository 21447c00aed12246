'use client';

import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../forms/dialog.tsx';
import { Button, field } from '../forms/form-parts.tsx';
import { TextField } from '../forms/text-field.tsx';

export interface TimeChoice {
  id: string;
  label: string;
  /** Goes on by itself. */
  isLive?: boolean;
}

export interface CustomTime {
  type: 'date' | 'datetime-local';
  /** What the fields begin with, as such a field has it. */
  from: string;
  to: string;
  /** What is wrong with a range, for whoever chose it. */
  problemOf(from: Date, to: Date): string | null;
}

const names = ['range', 'from', 'to'];

/** Which time is shown: one that is offered, or any from and to. It stands in the address. */
export function TimePicker({
  choices,
  chosen,
  custom,
}: {
  choices: readonly TimeChoice[];
  /** Its id; any other for a time of one's own. */
  chosen: string;
  custom: CustomTime;
}) {
  const params = useSearchParams();
  const [choosing, setChoosing] = useState(false);
  const show = (changes: Record<string, string>) => {
    const next = new URLSearchParams(params);
    for (const name of names) next.delete(name);
    for (const [name, value] of Object.entries(changes)) next.set(name, value);
    window.history.pushState(null, '', `?${next}`);
  };
  const segment =
    'rounded-md px-2.5 py-1 font-medium text-ink-soft text-sm hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-card dark:aria-pressed:bg-line-strong';
  return (
    <fieldset
      aria-label="Time"
      className="flex flex-wrap gap-0.5 rounded-lg bg-sunken p-0.5 ring-1 ring-line ring-inset"
    >
      {choices.map(({ id, label, isLive }) => (
        <button
          key={id}
          type="button"
          aria-pressed={chosen === id}
          className={segment}
          onClick={() => show({ range: id })}
        >
          {isLive && (
            <span aria-hidden="true" className="mr-1.5 inline-block size-1.5 rounded-full bg-good align-middle" />
          )}
          {label}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={choices.every(({ id }) => id !== chosen)}
        className={segment}
        onClick={() => setChoosing(true)}
      >
        Custom
      </button>
      {choosing && (
        <CustomTimeDialog
          {...custom}
          onClose={() => setChoosing(false)}
          onChosen={(from, to) => {
            show({ from, to });
            setChoosing(false);
          }}
        />
      )}
    </fieldset>
  );
}

function CustomTimeDialog({
  type,
  problemOf,
  onClose,
  onChosen,
  ...begin
}: CustomTime & { onClose: () => void; onChosen: (from: string, to: string) => void }) {
  const [problem, setProblem] = useState<string>();
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = [`${form.get('from')}`, `${form.get('to')}`];
    // A time without an offset is one of the time zone of whoever looks.
    const wrong = problemOf(new Date(from), new Date(to));
    if (wrong) {
      event.currentTarget.querySelector<HTMLElement>('[name=to]')?.focus();
      return setProblem(wrong);
    }
    onChosen(
      ...((type === 'date' ? [from, to] : [new Date(from), new Date(to)].map((at) => at.toISOString())) as [
        string,
        string,
      ]),
    );
  };
  return (
    <Dialog title="Show another time" onClose={onClose}>
      <form onSubmit={choose} onChange={() => setProblem(undefined)} className="space-y-4">
        <label className="block font-medium text-sm">
          From
          <input name="from" type={type} required className={field} defaultValue={begin.from} />
        </label>
        <TextField label="To" problem={problem} name="to" type={type} required defaultValue={begin.to} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Show
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
