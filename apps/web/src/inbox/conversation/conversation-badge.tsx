import type { ConversationSummary } from '@frontdesk/protocol';
import { comingTime } from '../../words/clock-time.ts';
import { StateBadge } from './state-badge.tsx';
import { WaitingBadge } from './waiting-badge.tsx';

const looks = {
  with_person: 'bg-info-soft text-info',
  resolved: 'bg-good-soft text-good',
  snoozed: 'bg-sunken text-ink-soft',
} as const;

const badge = 'inline-block shrink-0 truncate rounded-full px-2 py-0.5 font-medium text-xs';
/** A name may be long; a time is not. */
const roomForName = 'max-w-24 sm:max-w-32';

/** Who has a conversation, or until when nobody, while the bot does how its newest answer stands; before all that its customer is blocked. */
export function ConversationBadge({ summary }: { summary: ConversationSummary }) {
  const { state, assignee, generationState, blocked, snoozedUntil } = summary;
  if (blocked) return <span className={`${badge} bg-bad-soft text-bad`}>Blocked</span>;
  if (state === 'waiting_for_person') return <WaitingBadge />;
  if (!(state in looks)) return <StateBadge state={generationState} />;
  const snoozed = snoozedUntil ? `Snoozed until ${comingTime(snoozedUntil, new Date())}` : 'Snoozed';
  const labels = { with_person: assignee?.name || 'With a person', resolved: 'Resolved', snoozed };
  const put = state as keyof typeof looks;
  return (
    <span dir="auto" className={`${badge} ${put === 'with_person' ? roomForName : ''} ${looks[put]}`}>
      {labels[put]}
    </span>
  );
}
