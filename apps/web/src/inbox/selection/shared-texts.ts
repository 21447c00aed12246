import type { AgentPerson, ConversationSummary, SharedChange } from '@frontdesk/protocol';
import { countOf } from '../../words/count-of.ts';
import type { NotChanged } from '../connection/inbox-connection.ts';
import { visitorName } from '../conversation/visitor-name.ts';

/** Pure: what is said of a change of so many conversations once it is made. */
export function doneText(change: SharedChange, count: number, team: readonly AgentPerson[]): string {
  const conversations = countOf(count, 'conversation');
  switch (change.kind) {
    case 'resolve':
      return `Resolved ${conversations}.`;
    case 'reopen':
      return `Reopened ${conversations}.`;
    case 'snooze':
      return `Snoozed ${conversations}.`;
    case 'tag':
      return `Tagged ${conversations}: ${change.tags.join(', ')}.`;
    case 'assign': {
      if (change.assigneeId === null) return `Made ${conversations} nobody’s.`;
      const name = team.find(({ id }) => id === change.assigneeId)?.name;
      return `Assigned ${conversations}${name ? ` to ${name}` : ''}.`;
    }
    case 'take-over':
      return `Took over ${conversations}.`;
  }
}

/** Customers of one reason who are named. */
const named = 3;

/**
 * Pure: whose conversations were not changed, and why: each reason once; and of how many nobody knows.
 * @param rows all that were to be changed
 */
export function failedText(failed: readonly NotChanged[], rows: readonly ConversationSummary[]): string {
  const whose = new Map(
    rows.map(({ conversationId, visitorId, visitorName: name }) => [conversationId, visitorName(visitorId, name)]),
  );
  const reasons = new Map<string, string[]>();
  const refused = failed.filter(({ isUnknown }) => !isUnknown);
  for (const { conversationId, error } of refused) {
    const names = reasons.get(error.message) ?? [];
    reasons.set(error.message, [...names, whose.get(conversationId) ?? '']);
  }
  const all = [...reasons].map(([reason, names]) => {
    const others = names.length - named;
    const list = [...names.slice(0, named), ...(others > 0 ? [countOf(others, 'other')] : [])].join(', ');
    return `${list}: ${reason}`;
  });
  const of = (count: number) => `${count.toLocaleString('en')} of ${rows.length.toLocaleString('en')}`;
  const unknown = failed.length - refused.length;
  return [
    ...(refused.length > 0 ? [`Not done in ${of(refused.length)}.`, ...all] : []),
    ...(unknown > 0 ? [`It is not known whether it was done in ${of(unknown)}: the server did not answer.`] : []),
  ].join(' ');
}
