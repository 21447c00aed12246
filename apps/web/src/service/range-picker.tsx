'use client';

import { useSearchParams } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button, Dialog, field, Problem } from '../knowledge/form-parts.tsx';
import { ranges, type ShownRange } from './ranges.ts';

const segment =
  'rounded-md px-2.5 py-1 font-medium text-ink-soft text-sm hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-card';

/** Which time is shown; it stands in the address. */
export function RangePicker({ range }: { range: ShownRange }) {
  const params = useSearchParams();
  const [choosing, setChoosing] = useState(false);
  const show = (changes: Record<string, string>) => {
    const next = new URLSearchParams(params);
    for (const name of ['range', 'from', 'to']) next.delete(name);
    for (const [name, value] of Object.entries(changes)) next.set(name, value);
    window.history.pushState(null, '', `?${next}`);
  };
  return (
    <fieldset
      aria-label="Time"
      className="flex flex-wrap gap-0.5 rounded-lg bg-sunken p-0.5 ring-1 ring-line ring-inset"
    >
      {ranges.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          aria-pressed={range.id === id}
          className={segment}
          onClick={() => show({ range: id })}
        >
          {id === 'live' && (
            <span aria-hidden="true" className="mr-1.5 inline-block size-1.5 rounded-full bg-good align-middle" />
          )}
          {label}
        </button>
      ))}
      <button type="button" aria-pressed={range.id === 'custom'} className={segment} onClick={() => setChoosing(true)}>
        Custom
      </button>
      {choosing && (
        <CustomRange
          onClose={() => setChoosing(false)}
          onChosen={(from, to) => {
            show({ from: from.toISOString(), to: to.toISOString() });
            setChoosing(false);
          }}
        />
      )}
    </fieldset>
  );
}

const mostMs = 90 * 86_400_000;

function CustomRange({ onClose, onChosen }: { onClose: () => void; onChosen: (from: Date, to: Date) => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    // Without an offset they are in the time zone of whoever looks.
    const [from, to] = [new Date(`${form.get('from')}`), new Date(`${form.get('to')}`)];
    const lengthMs = to.getTime() - from.getTime();
    if (!(lengthMs > 0)) return setProblem('The end has to come after the beginning.');
    if (lengthMs > mostMs) return setProblem('Figures are kept for 90 days: choose at most that.');
    onChosen(from, to);
  };
  return (
    <Dialog title="Show another time" onClose={onClose}>
      <form onSubmit={choose} className="space-y-4">
        <label className="block font-medium text-sm">
          From
          <input name="from" type="datetime-local" required className={field} defaultValue={localInput(-86_400_000)} />
        </label>
        <label className="block font-medium text-sm">
          To
          <input name="to" type="datetime-local" required className={field} defaultValue={localInput(0)} />
        </label>
        <Problem>{problem}</Problem>
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

/** As such a field takes it, so long from now. */
function localInput(fromNowMs: number): string {
  const at = new Date(Date.now() + fromNowMs);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
