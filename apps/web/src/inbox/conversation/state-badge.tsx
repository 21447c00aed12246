import type { GenerationState } from '@frontdesk/protocol';

const looks: Record<GenerationState, { label: string; className: string; live?: true }> = {
  queued: { label: 'Waiting', className: 'bg-warn-soft text-warn', live: true },
  running: { label: 'Answering', className: 'bg-info-soft text-info', live: true },
  done: { label: 'Answered', className: 'bg-sunken text-ink-faint' },
  failed: { label: 'Failed', className: 'bg-bad-soft text-bad' },
  cancelled: { label: 'Stopped', className: 'bg-sunken text-ink-faint' },
  expired: { label: 'No answer in time', className: 'bg-bad-soft text-bad' },
};

/** How the newest answer of a conversation stands. */
export function StateBadge({ state }: { state: GenerationState | null }) {
  if (state === null) return null;
  const { label, className, live } = looks[state];
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1.5 whitespace-nowrap rounded-full px-2 py-0.5 font-medium text-xs ${className}`}
    >
      {live && <span aria-hidden="true" className="size-1.5 animate-pulse rounded-full bg-current" />}
      {label}
    </span>
  );
}
