import type { GenerationTimings } from '@frontdesk/protocol';
import { receiptParts } from './receipt-parts.ts';

/** One small line under a finished answer: what the customer waited for, and where the time went. */
export function ReceiptLine({ timings }: { timings: GenerationTimings }) {
  const parts = receiptParts(timings);
  if (parts.length === 0) return null;
  return (
    <ul
      aria-label="Timings"
      className="mt-1.5 flex flex-wrap justify-end gap-x-2.5 gap-y-0.5 text-ink-faint text-xs tabular-nums"
    >
      {parts.map(({ label, text, strong }) => (
        <li key={label} className={strong ? 'font-medium text-ink-soft' : ''}>
          {text}
        </li>
      ))}
    </ul>
  );
}
