import { businessHoursLimits, type OpenRange } from '@frontdesk/protocol';
import { Plus, X } from 'lucide-react';
import { type ReactNode, useId, useRef } from 'react';
import { IconButton } from '../forms/form-parts.tsx';
import { nextRange } from './next-range.ts';

const added = (ranges: OpenRange[]): OpenRange[] => {
  const next = nextRange(ranges);
  return next ? [...ranges, next] : ranges;
};

interface Props {
  name: string;
  /** As long as a date. */
  isLongName?: boolean;
  /** Of the day, such as `hours.days.0`. */
  path: string;
  ranges: OpenRange[];
  /** By path, such as `hours.days.0.1.to`. */
  problems: Record<string, string>;
  onChange: (ranges: OpenRange[]) => void;
  /** What else can be done with the day. */
  actions?: ReactNode;
}

/** The hours of a day, a row in a list; it may be open more than once. */
export function DayHours({ name, isLongName = false, path, ranges, problems, onChange, actions }: Props) {
  const id = useId();
  /** To be there again where it was closed by mistake. */
  const closed = useRef<OpenRange[]>(null);
  const open = (opens: boolean) => {
    if (!opens) closed.current = ranges;
    onChange(opens ? (closed.current ?? added([])) : []);
  };
  const problem = Object.entries(problems).find(([of]) => of.startsWith(path))?.[1];
  /** That of the whole day is each one's. */
  const problemId = (clock: string) => (`${path}.${clock}` in problems || path in problems ? id : undefined);
  const hasMore = ranges.length > 0 && ranges.length < businessHoursLimits.rangesPerDay && nextRange(ranges) !== null;
  return (
    <li className="px-3.5 py-2.5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2 sm:flex-nowrap">
        <label
          className={`flex min-h-9 ${isLongName ? 'w-52' : 'w-32'} shrink-0 items-center gap-2.5 font-medium text-sm`}
        >
          <input
            type="checkbox"
            checked={ranges.length > 0}
            onChange={(event) => open(event.target.checked)}
            className="size-4 shrink-0 accent-brand"
          />
          {name}
        </label>
        <div className="min-w-0 flex-1 space-y-2 max-sm:w-full max-sm:flex-none">
          {ranges.length === 0 && <p className="flex h-9 items-center text-ink-faint text-sm">Closed</p>}
          {ranges.map((range, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may be alike, and none has an id
            <div key={at} className="flex items-center gap-2">
              <Clock
                label={`${name}, from`}
                problemId={problemId(`${at}.from`)}
                value={range.from}
                onChange={(from) => onChange(ranges.with(at, { ...range, from }))}
              />
              <span aria-hidden="true" className="text-ink-faint">
                –
              </span>
              <Clock
                label={`${name}, to`}
                problemId={problemId(`${at}.to`)}
                // The end of a day is no time that the field knows.
                value={range.to === '24:00' ? '00:00' : range.to}
                onChange={(to) => onChange(ranges.with(at, { ...range, to: to === '00:00' ? '24:00' : to }))}
              />
              {ranges.length > 1 && (
                <IconButton label="Remove these hours" onClick={() => onChange(ranges.toSpliced(at, 1))}>
                  <X aria-hidden="true" className="size-4" />
                </IconButton>
              )}
            </div>
          ))}
          {problem && (
            <p id={id} className="text-bad text-sm">
              {problem}
            </p>
          )}
        </div>
        {(hasMore || actions) && (
          <div className="flex shrink-0 gap-1">
            {hasMore && (
              <IconButton label={`More hours on ${name}`} onClick={() => onChange(added(ranges))}>
                <Plus aria-hidden="true" className="size-4" />
              </IconButton>
            )}
            {actions}
          </div>
        )}
      </div>
    </li>
  );
}

interface ClockProps {
  label: string;
  value: string;
  /** The element that says what is wrong with it. */
  problemId: string | undefined;
  onChange: (value: string) => void;
}

function Clock({ label, value, problemId, onChange }: ClockProps) {
  return (
    <input
      type="time"
      aria-label={label}
      aria-invalid={problemId !== undefined}
      aria-describedby={problemId}
      value={value}
      required
      onChange={(event) => onChange(event.target.value)}
      className="h-9 min-w-0 max-w-32 flex-1 rounded-lg border border-line-strong bg-surface px-2 text-base text-ink disabled:border-line disabled:bg-sunken disabled:text-ink-soft aria-invalid:border-bad max-sm:[&::-webkit-calendar-picker-indicator]:hidden sm:px-2.5 sm:text-sm"
    />
  );
}
