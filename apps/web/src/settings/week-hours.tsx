import type { BusinessHours } from '@frontdesk/protocol';
import { Copy } from 'lucide-react';
import { IconButton } from '../forms/form-parts.tsx';
import { DayHours } from './day-hours.tsx';

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

interface Props {
  days: BusinessHours['days'];
  /** By path, such as `hours.days.0.1.to`. */
  problems: Record<string, string>;
  onChange: (days: BusinessHours['days']) => void;
}

/** The hours of a week, a row for each day. */
export function WeekHours({ days, problems, onChange }: Props) {
  return (
    <ul className="divide-y divide-line rounded-xl border border-line">
      {dayNames.map((name, day) => {
        const ranges = days[day] ?? [];
        return (
          <DayHours
            key={name}
            name={name}
            path={`hours.days.${day}`}
            ranges={ranges}
            problems={problems}
            onChange={(changed) => onChange(days.with(day, changed))}
            actions={
              ranges.length > 0 && (
                <IconButton
                  label={`As ${name}, Monday to Friday`}
                  onClick={() => onChange(days.map((one, other) => (other < 5 ? ranges : one)))}
                >
                  <Copy aria-hidden="true" className="size-4" />
                </IconButton>
              )
            }
          />
        );
      })}
    </ul>
  );
}
