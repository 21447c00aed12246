import type { ConversationContext, ConversationState } from '@frontdesk/protocol';
import { useSiteHref } from '../../admin/admin-sites.tsx';
import { relativeTime } from '../../words/relative-time.ts';
import { useNow } from '../../words/use-now.ts';
import { openInPlace } from '../conversation/open-in-place.ts';

const states: Record<ConversationState, string> = {
  bot: 'Assistant',
  waiting_for_person: 'Wants a person',
  with_person: 'With a person',
  resolved: 'Resolved',
  snoozed: 'Snoozed',
};

/** What else the customer has asked. */
export function EarlierConversations({
  context: { earlier, earlierCount },
  onSelect,
}: {
  context: Pick<ConversationContext, 'earlier' | 'earlierCount'>;
  onSelect: (conversationId: string) => void;
}) {
  const siteHref = useSiteHref();
  const now = useNow(60_000);
  return (
    <>
      <ul className="-mx-2 space-y-0.5">
        {earlier.map(({ conversationId, firstText, lastActivityAt, state }) => (
          <li key={conversationId}>
            <a
              href={siteHref(`/admin?conversation=${conversationId}`)}
              onClick={openInPlace(() => onSelect(conversationId))}
              className="block rounded-lg px-2 py-1.5 hover:bg-hover"
            >
              <span dir="auto" className="line-clamp-2 text-sm leading-snug [overflow-wrap:anywhere]">
                {firstText || 'Nothing written'}
              </span>
              <span className="mt-0.5 flex justify-between gap-3 text-ink-soft text-xs">
                <span>{states[state] ?? state}</span>
                <time dateTime={lastActivityAt} className="tabular-nums">
                  {now !== null && relativeTime(lastActivityAt, now)}
                </time>
              </span>
            </a>
          </li>
        ))}
      </ul>
      {earlierCount > earlier.length && (
        <p className="mt-2 text-ink-soft text-xs">and {(earlierCount - earlier.length).toLocaleString('en')} more</p>
      )}
    </>
  );
}
