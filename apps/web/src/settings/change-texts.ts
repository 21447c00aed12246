import type { BusinessHours, HandOverRule } from '@frontdesk/protocol';
import { rhythmText } from '../knowledge/rhythm-text.ts';
import { dateText, dateTime } from '../words/clock-time.ts';
import { countOf } from '../words/count-of.ts';

/** What can be looked for in the log of changes: the beginnings of its actions. */
export const changeKinds = [
  { value: '', label: 'All changes' },
  { value: 'site.', label: 'Site' },
  { value: 'prompt.', label: 'System prompt' },
  { value: 'answer.', label: 'Approved answers' },
  { value: 'knowledge.', label: 'Knowledge' },
  { value: 'conversation.', label: 'Conversations' },
  { value: 'customer.', label: 'Customers’ data' },
  { value: 'member.', label: 'Members' },
  { value: 'key.', label: 'API keys' },
  { value: 'webhook.', label: 'Webhooks' },
  { value: 'orders.', label: 'Orders' },
  { value: 'identity.', label: 'Customer identity' },
  { value: 'canned-reply.', label: 'Canned replies' },
  { value: 'account.', label: 'Accounts' },
] as const;

/** What an entry says was done, as a sentence's middle: who … what. */
export const done: Readonly<Record<string, string>> = {
  'site.created': 'made the site',
  'site.removed': 'removed the site',
  'site.restored': 'restored the site',
  'site.deleted': 'had removed the site, and all of it was deleted:',
  'site.settings-changed': 'changed the settings of',
  'site.team-changed': 'changed hand-over and hours at',
  'site.answering-changed': 'changed how answers are made at',
  'site.retention-changed': 'changed how long conversations are kept at',
  'site.limits-changed': 'changed how many messages are taken at',
  'prompt.saved': 'wrote a system prompt:',
  'prompt.published': 'published the system prompt:',
  'prompt.rolled-back': 'rolled the system prompt back to',
  'answer.approved': 'approved an answer to',
  'answer.edited': 'edited the approved answer to',
  'answer.deleted': 'deleted the approved answer to',
  'knowledge.fact-added': 'added the fact',
  'knowledge.fact-edited': 'edited the fact',
  'knowledge.fact-deleted': 'deleted the fact',
  'knowledge.file-added': 'uploaded',
  'knowledge.file-replaced': 'replaced the file',
  'knowledge.file-deleted': 'deleted the file',
  'knowledge.site-added': 'had a web site imported:',
  'knowledge.site-imported': 'had a web site imported again:',
  'knowledge.site-scheduled': 'changed how often a web site is imported:',
  'knowledge.site-deleted': 'deleted the web site',
  'knowledge.import-stopped': 'stopped the import of',
  'knowledge.document-deleted': 'deleted the page',
  'knowledge.questions-put-aside': 'put unanswered questions aside:',
  'knowledge.questions-taken-back': 'opened unanswered questions again:',
  'conversation.taken-over': 'took over the conversation',
  'conversation.handed-back': 'handed back the conversation',
  'conversation.resolved': 'resolved the conversation',
  'conversation.reopened': 'reopened the conversation',
  'conversation.snoozed': 'snoozed the conversation',
  'conversation.assigned': 'assigned the conversation',
  'conversation.tagged': 'tagged the conversation',
  'conversation.note-deleted': 'deleted a note in the conversation',
  'conversation.blocked': 'blocked the customer of the conversation',
  'conversation.unblocked': 'unblocked the customer of the conversation',
  'customer.blocked': 'blocked the customer',
  'customer.unblocked': 'unblocked the customer',
  'customer.deleted': 'deleted all that was kept of a customer:',
  'customer.exported': 'exported all that is kept of the customer',
  'member.invited': 'invited',
  'member.joined': 'accepted an invitation:',
  'member.invitation-revoked': 'revoked the invitation of',
  'member.role-changed': 'changed the role of',
  'member.removed': 'removed',
  'key.made': 'made the API key',
  'key.revoked': 'revoked the API key',
  'webhook.made': 'added the webhook',
  'webhook.paused': 'paused the webhook',
  'webhook.resumed': 'resumed the webhook',
  'webhook.deleted': 'deleted the webhook',
  'orders.set': 'set up order look-up at',
  'orders.removed': 'removed order look-up at',
  'canned-reply.made': 'made the canned reply',
  'canned-reply.changed': 'changed the canned reply',
  'canned-reply.deleted': 'deleted the canned reply',
  'identity.made': 'made the secret for “Customer identity”:',
  'identity.rotated': 'replaced the secret for “Customer identity”:',
  'account.changed': 'changed the account',
  'account.password-changed': 'changed the password of',
  'account.password-reset': 'gave a new password to',
  'account.password-link-made': 'made a link for a new password of',
  'account.password-link-used': 'chose a new password by a link:',
  'account.sessions-ended': 'ended sessions of',
  'account.deleted': 'deleted the account',
};

/** Pure. An action of a newer version is said as it is called. */
export const doneText = (action: string): string => done[action] ?? action;

const names: Record<string, string> = {
  allowedOrigins: 'Allowed origins',
  answerMode: 'Answers are',
  asksEmail: 'Asks for the e-mail address',
  caution: 'How sure it must be',
  email: 'E-mail',
  examples: 'Numbers look like',
  everyDays: 'Look for changes',
  origin: 'Server',
  preChat: 'Before the first message',
  replyTexts: 'Own replies',
  retentionDays: 'Days',
  dailyMessageLimit: 'Messages a day',
  httpMessagesPerMinute: 'Messages a minute over HTTP',
  sampling: 'Sampling',
  topP: 'top-p',
  maxTokens: 'longest answer',
  widget: 'Widget',
  handOver: 'Hand-over',
  formerUntil: 'The former one counts until',
  letterAfterMinutes: 'Minutes until the team is mailed',
};

/** Pure. `allowedOrigins` as `Allowed origins`: what a value is called in an entry; `2026-12-25` as that day. */
export function valueName(name: string): string {
  if (names[name]) return names[name];
  if (/^\d{4}-\d\d-\d\d$/.test(name)) return dateText(name);
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const longestText = 240;

/** Pure. A value as a person reads it, in one line: lists with commas, several values with their names. */
export function valueText(value: unknown): string {
  const text = plain(value);
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(plain).join(', ');
  if (typeof value === 'string') {
    const isTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
    return isTime ? dateTime(value) : value;
  }
  if (typeof value !== 'object') return String(value);
  const parts = Object.entries(value).map(([name, one]) => `${valueName(name).toLowerCase()} ${plain(one)}`);
  return parts.length === 0 ? 'none' : parts.join('; ');
}

/** Of people, by id. */
export type Names = Readonly<Record<string, string>>;

/** One value of an entry; what there was none of before, or is none of now, is null. */
export interface ChangedValue {
  name: string;
  before: string | null;
  after: string | null;
}

/**
 * Pure. The values of an entry; of several in one, such as a widget's, those alone that are others now; of what is new or gone,
 * those alone that say something.
 * @param people left out, or null: of how many is told
 */
export function changedValues(before: unknown, after: unknown, people: Names | null = null): ChangedValue[] {
  const [was, is] = [asRecord(before, people), asRecord(after, people)];
  const all = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return all.flatMap((name) => {
    const [one, other] = [was[name], is[name]];
    if (isRecord(one) && isRecord(other))
      return changedValues(one, other, people).filter((part) => part.before !== part.after);
    if ((before === null || after === null) && isEmpty(one ?? other)) return [];
    const textOf = (value: unknown, of: unknown) => (name === 'hours' ? hoursText(of) : valueText(value));
    return [
      {
        name: valueName(name),
        before: before === null || !(name in was) ? null : textOf(one, before),
        after: after === null || !(name in is) ? null : textOf(other, after),
      },
    ];
  });
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asRecord = (value: unknown, people: Names | null): Record<string, unknown> => {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, readable(name, one, people)]));
};

const handOvers: Record<HandOverRule, string> = {
  doubt: 'in doubt, or when asked for',
  wish: 'only when asked for',
  off: 'never',
};

/** What is stored for programs, as people would write it down. */
function readable(name: string, value: unknown, people: Names | null): unknown {
  if (name === 'hours' && isHours(value)) return hoursOf(value);
  if (name === 'everyDays') return rhythmText(value as number | null);
  if (name === 'handOver') return handOvers[value as HandOverRule] ?? value;
  if (name !== 'members') return value;
  if (value === null) return 'everybody';
  if (!Array.isArray(value)) return value;
  if (people === null) return countOf(value.length, 'person', 'people');
  return value.map((id) => people[String(id)] ?? 'somebody who has left');
}

const isHours = (value: unknown): value is BusinessHours => isRecord(value) && Array.isArray(value.days);

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

type Ranges = BusinessHours['days'][number];
const rangesText = (ranges: Ranges): string => ranges.map(({ from, to }) => `${from}–${to}`).join(', ') || 'closed';

/** By the names of days, and by date, so that only those are told that are others now. */
function hoursOf({ timeZone, days, exceptions = {} }: BusinessHours): Record<string, string> {
  const all = [
    ...days.map((ranges, day) => [dayNames[day]?.toLowerCase() ?? String(day), ranges] as const),
    ...Object.entries(exceptions),
  ];
  return { timeZone, ...Object.fromEntries(all.map(([day, ranges]) => [day, rangesText(ranges)])) };
}

/** All of the hours, days that are alike together: `Monday to Friday 09:00–17:00; Saturday and Sunday closed; …`. */
function hoursText(of: unknown): string {
  const hours = isRecord(of) ? of.hours : null;
  if (!isHours(hours)) return 'none';
  const runs: { first: string; last: string; days: number; text: string }[] = [];
  for (const [day, ranges] of hours.days.entries()) {
    const [name, text] = [dayNames[day] ?? String(day), rangesText(ranges)];
    const run = runs.at(-1);
    if (run?.text === text) Object.assign(run, { last: name, days: run.days + 1 });
    else runs.push({ first: name, last: name, days: 1, text });
  }
  const week = runs.map(({ first, last, days, text }) =>
    days === 7
      ? `every day ${text}`
      : `${days === 1 ? first : `${first} ${days === 2 ? 'and' : 'to'} ${last}`} ${text}`,
  );
  const dates = Object.entries(hours.exceptions ?? {}).map(([day, ranges]) => `${dateText(day)} ${rangesText(ranges)}`);
  return valueText([...week, ...dates, `time zone ${hours.timeZone}`].join('; '));
}
