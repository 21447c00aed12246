import type { ConversationSummary } from '@frontdesk/protocol';
import type { MouseEvent } from 'react';
import { useSiteHref } from './admin-sites.tsx';
import { ConversationBadge } from './conversation-badge.tsx';
import { relativeTime } from './relative-time.ts';
import { VisitorAvatar } from './visitor-avatar.tsx';
import { visitorName } from './visitor-name.ts';

interface Props {
  conversation: ConversationSummary;
  selected: boolean;
  nowMs: number;
  onSelect: (conversationId: string) => void;
}

const speakers = { visitor: '', assistant: 'AI: ', agent: 'Team: ' } as const;

/** A link, so that a conversation can be opened in a new tab; a plain click stays in the page. */
export function ConversationRow({ conversation, selected, nowMs, onSelect }: Props) {
  const { conversationId, visitorId, siteName, lastText, lastRole, lastActivityAt, messageCount } = conversation;
  const siteHref = useSiteHref();
  const select = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onSelect(conversationId);
  };
  return (
    <a
      href={siteHref(`/admin?conversation=${conversationId}`)}
      onClick={select}
      aria-current={selected ? 'true' : undefined}
      className="relative flex gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover aria-[current]:bg-hover aria-[current]:before:absolute aria-[current]:before:inset-y-0 aria-[current]:before:left-0 aria-[current]:before:w-[3px] aria-[current]:before:bg-brand"
    >
      <VisitorAvatar visitorId={visitorId} className="mt-0.5 size-9" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline justify-between gap-3">
          <span className="truncate">
            <span className="font-medium text-sm">{visitorName(visitorId)}</span>
            <span className="text-ink-faint text-xs"> · {siteName}</span>
          </span>
          <time dateTime={lastActivityAt} className="shrink-0 text-ink-faint text-xs tabular-nums">
            {relativeTime(lastActivityAt, nowMs)}
          </time>
        </span>
        <span className="mt-0.5 line-clamp-2 break-words text-ink-soft text-sm leading-snug">
          {lastRole && speakers[lastRole]}
          {lastText || 'No message yet'}
        </span>
        <span className="mt-1.5 flex items-center gap-2">
          {conversation.contactEmail && (
            <span className="min-w-0 truncate text-ink-soft text-xs">{conversation.contactEmail}</span>
          )}
          {/* Answered by the bot is what is usual: it needs no badge. */}
          {(conversation.state !== 'bot' || conversation.generationState !== 'done') && (
            <ConversationBadge summary={conversation} />
          )}
          <span className="shrink-0 text-ink-faint text-xs">
            {messageCount === 1 ? '1 message' : `${messageCount} messages`}
          </span>
        </span>
      </span>
    </a>
  );
}
