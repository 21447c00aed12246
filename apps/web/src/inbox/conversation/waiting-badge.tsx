import { UserRound } from 'lucide-react';

/** The bot has handed over, and nobody has come yet. */
export function WaitingBadge() {
  return (
    <span className="inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-full bg-brand-soft px-2 py-0.5 font-medium text-brand text-xs">
      <UserRound aria-hidden="true" className="size-3" strokeWidth={2.25} />
      Wants a person
    </span>
  );
}
