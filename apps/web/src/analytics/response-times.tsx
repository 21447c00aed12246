import { type Analytics, type Durations, serviceDaysKept } from '@frontdesk/protocol';
import { reachesBeyondService } from './range.ts';
import { toldMs } from './told-ms.ts';

/** How soon who answers, the bot's time apart from people's: together they would say nothing of either. */
export function ResponseTimes({ analytics: { bot, people, ...range } }: { analytics: Analytics }) {
  const firstWords = reachesBeyondService(range, new Date())
    ? `First words, of the last ${serviceDaysKept} days`
    : 'First words';
  const rows: { who: string; what: string; durations: Durations }[] = [
    { who: 'Bot', what: firstWords, durations: bot.firstResponse },
    { who: 'Bot', what: 'Until the customer said it was solved', durations: bot.resolution },
    { who: 'People', what: 'First reply, from the wish for a person', durations: people.firstResponse },
    { who: 'People', what: 'Resolution, from the wish for a person', durations: people.resolution },
  ];
  return (
    <section aria-label="Response times" className="rounded-xl border border-line bg-surface">
      <h2 className="px-4 pt-3 pb-2 font-semibold text-sm">How soon</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <section className="relative overflow-x-auto" tabIndex={0} aria-label="Response times, table">
        <table className="w-full min-w-[26rem] text-sm tabular-nums">
          <thead className="text-ink-soft text-xs">
            <tr className="border-line border-t">
              {['', '', 'Half within', '95% within', 'Of'].map((name, index) => (
                <th
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns stay where they are
                  key={index}
                  scope="col"
                  className={`py-1.5 pr-4 font-medium first:pl-4 ${index > 1 ? 'text-right' : 'text-left'}`}
                >
                  {name || <span className="sr-only">{index === 0 ? 'Who' : 'What'}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ who, what, durations }) => (
              <tr key={what} className="border-line border-t">
                <td className="py-2 pr-4 pl-4 align-top font-medium">{who}</td>
                <th scope="row" className="py-2 pr-4 text-left font-normal text-ink-soft">
                  {what}
                </th>
                <td className="whitespace-nowrap py-2 pr-4 text-right font-medium">{toldMs(durations.p50)}</td>
                <td className="whitespace-nowrap py-2 pr-4 text-right">{toldMs(durations.p95)}</td>
                <td className="whitespace-nowrap py-2 pr-4 text-right text-ink-faint">
                  {durations.count.toLocaleString('en')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
