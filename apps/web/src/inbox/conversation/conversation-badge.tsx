import type { ConversationSummary } from '@frontdesk/protocol';
import { StateBadge } from './state-badge.tsx';
import { WaitingBadge } from './waiting-badge.tsx';

const looks = {
  with_person: 'bg-info-soft text-info',
  resolved: 'bg-good-soft text-good',
  snoozed: 'bg-sunken text-ink-soft',
} as const;

const badge = 'inline-block max-w-24 shrink-0 truncate rounded-full px-2 py-0.5 font-medium text-xs sm:max-w-32';

/** Who has a conversation, while the bot does how its newest answer stands; before all that its customer is blocked. */
export function ConversationBadge({ summary }: { summary: ConversationSummary }) {
  const { state, assignee, generationState, blocked } = summary;
  if (blocked) return <span className={`${badge} bg-bad-soft text-bad`}>Blocked</span>;
  if (state === 'waiting_for_person') return <WaitingBadge />;
  if (!(state in looks)) return <StateBadge state={generationState} />;
  const labels = { with_person: assignee?.name ?? 'With a person', resolved: 'Resolved', snoozed: 'Snoozed' };
  const put = state as keyof typeof looks;
  return (
    <span dir="auto" className={`${badge} ${looks[put]}`}>
      {labels[put]}
    </span>
  );
}
