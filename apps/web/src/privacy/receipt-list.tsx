import { type DeletionReceiptView, privacyLimits } from '@frontdesk/protocol';
import { formatMoment } from '../charts/time-format.ts';
import { describeCounts } from './describe-counts.ts';
import { describeWorkers } from './describe-workers.ts';

/** What was deleted, when, why and by whom; never whose it was. */
export function ReceiptList({ receipts }: { receipts: DeletionReceiptView[] }) {
  return (
    <section aria-label="Receipts" className="rounded-xl border border-line bg-surface">
      <h2 className="px-4 pt-3 pb-2 font-semibold text-sm">Receipts</h2>
      {receipts.length === 0 ? (
        <p className="border-line border-t px-4 py-8 text-center text-ink-faint text-sm">
          Nothing was deleted yet. Each deletion leaves a receipt here that says how much, when and by whom, and not of
          whom.
        </p>
      ) : (
        <ul className="divide-y divide-line border-line border-t">
          {receipts.map(({ id, reason, deletedAt, deletedBy, counts, workers }) => (
            <li key={id} className="grid gap-x-6 gap-y-0.5 px-4 py-2.5 text-sm sm:grid-cols-[8rem_minmax(0,1fr)_auto]">
              <time dateTime={deletedAt} className="text-ink-soft tabular-nums">
                {formatMoment(Date.parse(deletedAt))}
              </time>
              <span>
                {describeCounts(counts)}
                {workers.length > 0 && <span className="block text-ink-soft">{describeWorkers(workers)}</span>}
                <span className="block text-ink-faint text-xs">
                  {reason === 'request'
                    ? `on request, by ${deletedBy ?? 'an account that is gone'}`
                    : 'their time was over'}
                </span>
              </span>
              <span className="truncate font-mono text-ink-faint text-xs sm:text-right" title="The receipt’s number">
                {id}
              </span>
            </li>
          ))}
        </ul>
      )}
      {receipts.length >= privacyLimits.receiptsShown && (
        <p className="border-line border-t px-4 py-2.5 text-ink-faint text-xs">
          The newest {privacyLimits.receiptsShown} are listed. Older ones are kept.
        </p>
      )}
    </section>
  );
}
