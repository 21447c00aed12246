import { countText } from './count-text.ts';

/** How many conversations are unread, beside what leads to them; nothing where none is. */
export function UnreadCount({ count, className = '' }: { count: number; className?: string }) {
  if (count === 0) return null;
  return (
    <span className={`rounded-full bg-brand px-1.5 py-px font-semibold text-surface text-xs tabular-nums ${className}`}>
      <span className="sr-only"> </span>
      {countText(count)}
      <span className="sr-only"> unread</span>
    </span>
  );
}
