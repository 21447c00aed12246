import type { AgentsEvent } from '@frontdesk/chat';
import { StickyNote } from 'lucide-react';
import { clockTime, longDate } from './clock-time.ts';

/** What agents alone are told: notes, and what they did with the conversation. */
export function AgentsMark({ event }: { event: AgentsEvent }) {
  if (event.type === 'note:created') {
    const { text, author } = event.note;
    return (
      <li className="flex max-w-[85%] flex-col items-end self-end" data-role="note">
        <p className="mb-1 flex items-center gap-1 px-1 text-ink-faint text-xs">
          <StickyNote aria-hidden="true" className="size-3" />
          Note by {author.name} ·{' '}
          <time dateTime={event.at} className="tabular-nums">
            {clockTime(event.at)}
          </time>
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
    <li className="text-center text-ink-faint text-xs [overflow-wrap:anywhere]" data-role="agents" dir="auto">
      {sentence(event)} ·{' '}
      <time dateTime={event.at} className="tabular-nums">
        {clockTime(event.at)}
      </time>
    </li>
  );
}

function sentence(event: Exclude<AgentsEvent, { type: 'note:created' }>): string {
  switch (event.type) {
    case 'conversation:assigned': {
      const { by, assignee } = event;
      if (!assignee) return `${by?.name ?? 'Frontdesk'} made it nobody’s`;
      return by?.id === assignee.id
        ? `${assignee.name} assigned it to themselves`
        : `${by?.name ?? 'Frontdesk'} assigned it to ${assignee.name}`;
    }
    case 'conversation:tagged':
      return event.tags.length === 0
        ? `${event.by.name} removed all tags`
        : `${event.by.name} set the tags ${event.tags.join(', ')}`;
    case 'conversation:snoozed':
      return `${event.by.name} snoozed it until ${longDate(event.until)}, ${clockTime(event.until)}`;
    case 'reply:mailed':
      return event.sent ? `Mailed to ${event.email}` : `The mail to ${event.email} could not be delivered`;
    case 'visitor:blocked':
      return event.blocked ? `${event.by.name} blocked the customer` : `${event.by.name} lets the customer write again`;
  }
}
