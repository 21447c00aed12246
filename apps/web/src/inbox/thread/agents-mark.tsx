import type { AgentsEvent } from '@frontdesk/chat';
import { StickyNote, Trash2 } from 'lucide-react';
import { Fragment } from 'react';
import { clockTime, longDate } from '../../words/clock-time.ts';
import { colleagueName } from '../../words/former-colleague.ts';

/**
 * What agents alone are told: notes, and what they did with the conversation.
 * @param props.onDelete of a note; left out for whoever may not
 */
export function AgentsMark({ event, onDelete }: { event: AgentsEvent; onDelete?: (() => void) | undefined }) {
  if (event.type === 'note:created') {
    const { text, author } = event.note;
    return (
      <li className="flex max-w-[85%] flex-col items-end self-end" data-role="note">
        <p className="mb-1 flex items-center gap-1 px-1 text-ink-faint text-xs">
          <StickyNote aria-hidden="true" className="size-3" />
          <span>
            Note by <bdi>{colleagueName(author.name)}</bdi>
          </span>{' '}
          ·{' '}
          <time dateTime={event.at} className="tabular-nums">
            {clockTime(event.at)}
          </time>
          {onDelete && (
            <button
              type="button"
              onClick={onDelete}
              aria-label="Delete this note"
              title="Delete this note"
              className="-my-1 grid size-6 place-items-center rounded-md hover:bg-hover hover:text-ink"
            >
              <Trash2 aria-hidden="true" className="size-3.5" />
            </button>
          )}
        </p>
        <p
          dir="auto"
          className="whitespace-pre-wrap rounded-2xl rounded-tr-md border border-warn bg-warn-soft px-3.5 py-2.5 text-[0.9375rem] leading-relaxed [overflow-wrap:anywhere]"
        >
          {text}
        </p>
      </li>
    );
  }
  return (
    <li className="text-center text-ink-faint text-xs [overflow-wrap:anywhere]" data-role="agents">
      <Sentence event={event} /> ·{' '}
      <time dateTime={event.at} className="tabular-nums">
        {clockTime(event.at)}
      </time>
    </li>
  );
}

/** Pure. What is beyond the letters of the day is not sent later: whoever wants it read says it again. */
const unsentText = (email: string, limit: string): string =>
  limit === 'address'
    ? `Not mailed to ${email}: nobody knows whether that address is theirs, and it has had its letters of the day`
    : `Not mailed to ${email}: the site has sent its letters of the day`;

/** Names and tags may be written in the other direction, and are kept apart from what stands around them. */
function Sentence({ event }: { event: Exclude<AgentsEvent, { type: 'note:created' }> }) {
  const by = <bdi>{'by' in event && event.by ? colleagueName(event.by.name) : 'Frontdesk'}</bdi>;
  switch (event.type) {
    case 'conversation:assigned': {
      const { assignee } = event;
      if (!assignee) return <>{by} made it nobody’s</>;
      if (event.by?.id === assignee.id) return <>{by} assigned it to themselves</>;
      return (
        <>
          {by} assigned it to <bdi>{colleagueName(assignee.name)}</bdi>
        </>
      );
    }
    case 'conversation:tagged':
      if (event.tags.length === 0) return <>{by} removed all tags</>;
      return (
        <>
          {by} set the tags{' '}
          {event.tags.map((tag, at) => (
            <Fragment key={tag}>
              {at > 0 && ', '}
              <bdi>{tag}</bdi>
            </Fragment>
          ))}
        </>
      );
    case 'note:deleted':
      return <>{by} deleted a note</>;
    case 'conversation:snoozed':
      return (
        <>
          {by} snoozed it until {longDate(event.until)}, {clockTime(event.until)}
        </>
      );
    case 'reply:mailed':
      if (event.limit) return unsentText(event.email, event.limit);
      return event.sent ? `Mailed to ${event.email}` : `The mail to ${event.email} could not be delivered`;
    case 'visitor:blocked':
      return (
        <>
          {by} {event.blocked ? 'blocked the customer' : 'lets the customer write again'}
        </>
      );
  }
}
