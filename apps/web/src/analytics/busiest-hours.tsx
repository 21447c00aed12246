import type { Analytics } from '@frontdesk/protocol';
import { countOf } from '../words/count-of.ts';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const hours = Array.from({ length: 24 }, (_, hour) => hour);

/** When customers write: a table whose cells are the darker the more they hold. */
export function BusiestHours({ analytics: { busiestHours, timeZone } }: { analytics: Analytics }) {
  const most = Math.max(...busiestHours.flat());
  const busiest = placeOf(busiestHours, most);
  return (
    <section aria-label="Busiest hours" className="rounded-xl border border-line bg-surface px-4 py-3">
      <h2 className="font-semibold text-sm">Busiest hours</h2>
      <p className="mt-0.5 text-ink-soft text-xs">
        Customers’ messages, by the time in {timeZone.replaceAll('_', ' ')}.{busiest && ` Most come on ${busiest}.`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="relative mt-2.5 overflow-x-auto" tabIndex={0} aria-label="Busiest hours, table">
        <table className="w-full min-w-[38rem] table-fixed border-separate border-spacing-0.5 text-[0.6875rem] tabular-nums">
          <thead className="text-ink-faint">
            <tr>
              <td className="w-9" />
              {hours.map((hour) => (
                <th key={hour} scope="col" className="font-normal">
                  <span className={hour % 3 === 0 ? '' : 'sr-only'}>{String(hour).padStart(2, '0')}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {busiestHours.map((row, day) => (
              <tr key={weekdays[day]}>
                <th scope="row" className="text-left font-normal text-ink-soft">
                  {weekdays[day]}
                </th>
                {row.map((count, hour) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its place
                    key={hour}
                    title={`${weekdays[day]} ${String(hour).padStart(2, '0')}:00 – ${countOf(count, 'message')}`}
                    className="h-6 rounded-[3px]"
                    style={{ background: shade(most === 0 ? 0 : count / most) }}
                  >
                    <span className="sr-only">{count}</span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

/** Some is always told from none. */
const shade = (share: number) =>
  share === 0 ? 'var(--sunken)' : `color-mix(in oklab, var(--chart-1) ${Math.round(12 + 88 * share)}%, var(--sunken))`;

function placeOf(week: readonly (readonly number[])[], most: number): string | null {
  if (most === 0) return null;
  const day = week.findIndex((row) => row.includes(most));
  const hour = week[day]?.indexOf(most) ?? 0;
  const names = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
  return `${names[day]} from ${hour}:00 to ${hour + 1}:00`;
}
