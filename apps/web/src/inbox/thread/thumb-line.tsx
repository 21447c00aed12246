import type { Thumb } from '@frontdesk/protocol';
import { ThumbsDown, ThumbsUp } from 'lucide-react';

/** What the customer thinks of an answer. */
export function ThumbLine({ thumb, comment }: { thumb: Thumb; comment: string | null }) {
  const Icon = thumb === 'up' ? ThumbsUp : ThumbsDown;
  return (
    <p className="mt-1.5 flex gap-1.5 px-1 text-ink-soft text-sm" data-thumb={thumb}>
      <Icon
        aria-hidden="true"
        className={`mt-0.5 size-4 shrink-0 ${thumb === 'up' ? 'text-good' : 'text-bad'}`}
        strokeWidth={2}
      />
      <span className="[overflow-wrap:anywhere]">
        {thumb === 'up' ? 'Helpful to the customer' : 'Not helpful to the customer'}
        {comment !== null && (
          <>
            {': '}
            <q className="whitespace-pre-wrap" dir="auto">
              {comment}
            </q>
          </>
        )}
      </span>
    </p>
  );
}
