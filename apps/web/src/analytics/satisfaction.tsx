import type { Analytics } from '@frontdesk/protocol';

/** How customers rated conversations. */
export function Satisfaction({ analytics: { feedback } }: { analytics: Analytics }) {
  const rated = feedback.scores.reduce((sum, count) => sum + count, 0);
  return (
    <section aria-label="Ratings" className="rounded-xl border border-line bg-surface px-4 py-3">
      <h2 className="font-semibold text-sm">Ratings</h2>
      {rated === 0 ? (
        <p className="py-8 text-center text-ink-faint text-sm">No customer has rated a conversation in this time.</p>
      ) : (
        <ol className="mt-3 space-y-2.5">
          {([5, 4, 3, 2, 1] as const).map((score) => {
            const count = feedback.scores[score - 1] ?? 0;
            return (
              <li key={score} className="grid grid-cols-[3.5rem_1fr_6rem] items-center gap-3 text-sm tabular-nums">
                <span className="whitespace-nowrap text-ink-soft">{score} of 5</span>
                <span aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-sunken">
                  <span
                    className={`block h-full rounded-full ${score > 3 ? 'bg-good' : score === 3 ? 'bg-warn' : 'bg-bad'}`}
                    style={{ width: `${(count / rated) * 100}%` }}
                  />
                </span>
                <span className="whitespace-nowrap text-right">
                  {count.toLocaleString('en')}{' '}
                  <span className="text-ink-faint">({Math.round((count / rated) * 100)}%)</span>
                </span>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
