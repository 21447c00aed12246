import { Eye, PenLine } from 'lucide-react';
import { type Attending, teamSentence } from '../connection/thread-attention.ts';

/** Who else of the team is in the thread, so that a customer gets one answer and not two. */
export function AttentionLine({ attending }: { attending: readonly Attending[] }) {
  const sentence = teamSentence(attending);
  const writes = attending.some(({ agent, doing }) => agent && doing !== 'looking');
  return (
    <div role="status" className="empty:hidden">
      {sentence && (
        <p
          className={`flex items-center gap-2 border-t px-4 py-1.5 text-xs sm:px-6 ${writes ? 'border-warn bg-warn-soft text-warn' : 'border-line bg-sunken text-ink-soft'}`}
        >
          {writes ? (
            <PenLine aria-hidden="true" className="size-3.5 shrink-0" />
          ) : (
            <Eye aria-hidden="true" className="size-3.5 shrink-0" />
          )}
          <span dir="auto" className="truncate">
            {sentence}
          </span>
        </p>
      )}
    </div>
  );
}

/** In the customer's place at the end of the log. */
export function CustomerTyping() {
  return (
    <li className="flex max-w-[85%] flex-col items-start self-start" data-typing="">
      <span className="sr-only">The customer is writing</span>
      <span
        aria-hidden="true"
        className="flex gap-1 rounded-2xl rounded-tl-md border border-line bg-surface px-3.5 py-4"
      >
        {[0, 150, 300].map((delay) => (
          <span
            key={delay}
            className="size-1.5 animate-pulse rounded-full bg-ink-faint motion-reduce:animate-none"
            style={{ animationDelay: `${delay}ms` }}
          />
        ))}
      </span>
    </li>
  );
}
