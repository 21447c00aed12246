import type { ConversationSummary } from '@frontdesk/protocol';
import { StateBadge } from './state-badge.tsx';
import { WaitingBadge } from './waiting-badge.tsx';

const looks = {
  with_person: 'bg-info-soft text-info',
  resolved: 'bg-good-soft text-good',
  snoozed: 'bg-sunken text-ink-soft',
} as const;

/** Who has a conversation; while the bot does, how its newest answer stands. */
export function ConversationBadge({ summary }: { summary: ConversationSummary }) {
  const { state, assignee, generationState } = summary;
  if (state === 'waiting_for_person') return <WaitingBadge />;
  if (!(state in looks)) return <StateBadge state={generationState} />;
  const labels = { with_person: assignee?.name ?? 'With a person', resolved: 'Resolved', snoozed: 'Snoozed' };
  const put = state as keyof typeof looks;
  return (
    <span
      dir="auto"
      className={`inline-block max-w-24 shrink-0 sm:max-w-32 truncate rounded-full px-2 py-0.5 font-medium text-xs ${looks[put]}`}
    >
      {labels[put]}
    </span>
  );
}
