import { type AgentPerson, type ConversationSummary, isUnread } from '@frontdesk/protocol';
import { Hourglass, PencilLine } from 'lucide-react';
import { useSiteHref } from '../../admin/admin-sites.tsx';
import { countOf } from '../../words/count-of.ts';
import { colleagueName } from '../../words/former-colleague.ts';
import { elapsed, relativeTime } from '../../words/relative-time.ts';
import { ConversationBadge } from '../conversation/conversation-badge.tsx';
import { conversationPath } from '../conversation/conversation-path.ts';
import { openInPlace } from '../conversation/open-in-place.ts';
import { VisitorAvatar } from '../conversation/visitor-avatar.tsx';
import { visitorName } from '../conversation/visitor-name.ts';
import { useHasDraft } from '../drafts/use-draft.ts';
import { CheckMark } from '../selection/check-mark.tsx';
import { MatchExcerpt } from './match-excerpt.tsx';

interface Props {
  conversation: ConversationSummary;
  selected: boolean;
  /** Whoever looks; null while that is not known. */
  agentId: string | null;
  /** Null on the server, and in the first render. */
  nowMs: number | null;
  /** It is one of several sites'. */
  namesSite: boolean;
  onSelect: (conversation: ConversationSummary) => void;
  /** Whether it is one of several that something is done with; null where it can't be. */
  chosen: boolean | null;
  /** Some are being chosen: the boxes of all are there. */
  choosing: boolean;
  /** @param range with all from the last one on */
  onChoose: (range: boolean) => void;
}

const speakers = { visitor: '', assistant: 'AI: ', agent: 'Team: ' } as const;
/**
 * A finger that stays on it chooses it: the browser makes neither a selection of text, a menu nor something to carry of that, also
 * where a mouse or a trackpad is what is used most.
 */
const pressable =
  'any-pointer-coarse:select-none any-pointer-coarse:[-webkit-touch-callout:none] any-pointer-coarse:[-webkit-user-drag:none]';
/** More tags than fit say less. */
const tagsShown = 2;

/**
 * A link, so that a conversation can be opened in a new tab; a plain click stays in the page. Where the customer's picture is, a
 * box comes to choose it with others: pointed at, with the keyboard in the row, or while some are chosen, which a long press begins.
 */
export function ConversationRow(props: Props) {
  const { conversation, selected, agentId, nowMs, namesSite, onSelect, chosen, choosing, onChoose } = props;
  const {
    conversationId,
    siteId,
    match,
    siteName,
    visitorId,
    lastText,
    lastRole,
    lastActivityAt,
    messageCount,
    waitingSince,
  } = conversation;
  const siteHref = useSiteHref();
  const hasDraft = useHasDraft(agentId, conversationId);
  const unread = isUnread(conversation, agentId);
  const others = othersOf(conversation, agentId);
  const name = visitorName(visitorId, conversation.visitorName);
  return (
    <div className="group relative" data-choosing={choosing || undefined} data-chosen={chosen || undefined}>
      {chosen !== null && (
        <CheckMark
          checked={chosen}
          label={`Select ${name}`}
          onToggle={onChoose}
          className="pointer-events-none absolute top-2.5 left-3 z-10 size-11 opacity-0 group-hover:pointer-events-auto group-hover:opacity-100 group-has-focus-visible:opacity-100 group-data-choosing:pointer-events-auto group-data-choosing:opacity-100"
        />
      )}
      <a
        href={siteHref(conversationPath({ conversationId, of: namesSite ? siteId : null, at: match?.id ?? null }))}
        onClick={openInPlace(() => onSelect(conversation))}
        aria-current={selected ? 'true' : undefined}
        data-unread={unread || undefined}
        className={`relative flex gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover group-data-chosen:bg-hover aria-[current]:bg-hover aria-[current]:before:absolute aria-[current]:before:inset-y-0 aria-[current]:before:left-0 aria-[current]:before:w-[3px] aria-[current]:before:bg-brand ${chosen === null ? '' : pressable}`}
      >
        <VisitorAvatar
          visitorId={visitorId}
          className={`mt-0.5 size-9 ${chosen === null ? '' : 'group-hover:opacity-0 group-has-focus-visible:opacity-0 group-data-choosing:opacity-0'}`}
        />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline justify-between gap-3">
            <span className="flex min-w-0 items-baseline gap-1.5 text-sm">
              <span dir="auto" className={`truncate ${unread ? 'font-semibold' : 'font-medium'}`}>
                {name}
              </span>
              {namesSite && (
                <span dir="auto" className="max-w-28 shrink-0 truncate text-ink-soft text-xs">
                  {siteName}
                </span>
              )}
            </span>
            <span className="flex shrink-0 items-center gap-1.5">
              {unread && (
                <>
                  <span className="sr-only">Unread</span>
                  <span aria-hidden="true" className="size-2 rounded-full bg-brand" />
                </>
              )}
              <time dateTime={lastActivityAt} className="text-ink-faint text-xs tabular-nums">
                {nowMs !== null && relativeTime(lastActivityAt, nowMs)}
              </time>
            </span>
          </span>
          <span
            dir="auto"
            className={`mt-0.5 line-clamp-2 break-words text-sm leading-snug ${unread ? 'text-ink' : 'text-ink-soft'}`}
          >
            {match ? (
              <MatchExcerpt match={match} />
            ) : (
              <>
                {lastRole && speakers[lastRole]}
                {lastText || 'No message yet'}
              </>
            )}
          </span>
          {/* What finds no room in the line is left out, as a whole. */}
          <span className="mt-1.5 flex h-5 flex-wrap items-center gap-x-2 gap-y-1 overflow-hidden">
            {/* Answered by the bot is what is usual: it needs no badge. */}
            {(conversation.state !== 'bot' || conversation.generationState !== 'done' || conversation.blocked) && (
              <ConversationBadge summary={conversation} />
            )}
            {waitingSince && nowMs !== null && (
              <span className="inline-flex shrink-0 items-center gap-1 text-warn text-xs tabular-nums">
                <Hourglass aria-hidden="true" className="size-3" />
                <span className="sr-only">waits for </span>
                {elapsed(waitingSince, nowMs)}
              </span>
            )}
            {others && (
              <span className="max-w-32 shrink-0 truncate text-ink-soft text-xs">
                for <bdi>{colleagueName(others.name)}</bdi>
              </span>
            )}
            {hasDraft && (
              <span className="inline-flex shrink-0 items-center gap-1 text-ink-soft text-xs">
                <PencilLine aria-hidden="true" className="size-3" />
                Draft
              </span>
            )}
            {conversation.tags?.slice(0, tagsShown).map((tag) => (
              <span
                key={tag}
                dir="auto"
                className="max-w-24 truncate rounded-full bg-info-soft px-2 py-0.5 text-info text-xs"
              >
                {tag}
              </span>
            ))}
            {conversation.contactEmail && (
              <span className="max-w-full truncate text-ink-soft text-xs">{conversation.contactEmail}</span>
            )}
            <span className="shrink-0 text-ink-faint text-xs">{countOf(messageCount, 'message')}</span>
          </span>
        </span>
      </a>
    </div>
  );
}

/** Pure: for whom else it is still to do, where no badge names them; null: for nobody, or for whoever looks. */
function othersOf({ state, assignee }: ConversationSummary, agentId: string | null): AgentPerson | null {
  if (!assignee || agentId === null || assignee.id === agentId) return null;
  return state === 'with_person' || state === 'resolved' ? null : assignee;
}
