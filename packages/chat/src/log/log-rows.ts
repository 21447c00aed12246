import type { TimelineItem } from './timeline.ts';

/** A row of the log: a message in its group, or the beginning of another day. */
export type LogRow =
  | { kind: 'day'; key: string; at: string }
  | {
      kind: 'item';
      item: TimelineItem;
      /** ISO time; null while an answer is being made. */
      at: string | null;
      /** The row before is nobody's, somebody else's, or earlier: the group's author stands here. */
      beginsGroup: boolean;
      /** The next row is nobody's, somebody else's, or later: the group's time stands here. */
      endsGroup: boolean;
    };

/** What one person writes within this time is one group. */
const groupedWithinMs = 5 * 60_000;

/** Pure: the log's rows in the reader's time zone. */
export function logRows(items: readonly TimelineItem[]): LogRow[] {
  const rows: LogRow[] = [];
  appendRows(rows, items, 0);
  return rows;
}

/**
 * As `logRows`, for one log as it goes on: rows of before stay the same objects up to where it changed, and only what follows
 * is made. Words that arrive must not cost a look at the times of all that was ever said.
 */
export function createLogRows(): (items: readonly TimelineItem[]) => readonly LogRow[] {
  let before: readonly TimelineItem[] = [];
  let rows: readonly LogRow[] = [];
  return (items) => {
    const changed = items.findIndex((item, index) => item !== before[index]);
    const same = changed === -1 ? items.length : changed;
    if (same === before.length && same === items.length) return rows;
    // Whether the last of them ends its group, the next one says.
    const kept = Math.max(0, same - 1);
    const last = before[kept - 1];
    const rowsKept = last ? rows.findLastIndex((row) => row.kind === 'item' && row.item === last) + 1 : 0;
    const next = rows.slice(0, rowsKept);
    appendRows(next, items, kept);
    before = items;
    rows = next;
    return rows;
  };
}

/** Adds the rows of the items from `begin` on. */
function appendRows(rows: LogRow[], items: readonly TimelineItem[], begin: number): void {
  const lastDay = rows.findLast((row) => row.kind === 'day');
  let day = lastDay ? dayOf(lastDay.at) : '';
  for (let index = begin; index < items.length; index += 1) {
    const item = items[index] as TimelineItem;
    const at = timeOf(item);
    if (at !== null && dayOf(at) !== day) {
      day = dayOf(at);
      rows.push({ kind: 'day', key: `day-${day}`, at });
    }
    const beginsGroup = !isOneGroup(items[index - 1], item);
    rows.push({ kind: 'item', item, at, beginsGroup, endsGroup: !isOneGroup(item, items[index + 1]) });
  }
}

/** Pure: what a customer is shown: not what they said about the conversation, nor what an agent did and undid. */
export function shownToCustomer(items: readonly TimelineItem[]): TimelineItem[] {
  const turns = items.filter((item) => item.kind === 'turn');
  const undone = new Set<TimelineItem>(
    turns.filter(({ turn }, index) => {
      const next = turns[index + 1];
      return (turn === 'resolved' || turn === 'handed-back') && next?.turn === 'reopened' && next.name !== null;
    }),
  );
  return items.filter((item) => item.kind !== 'remark' && !undone.has(item));
}

function timeOf(item: TimelineItem): string | null {
  switch (item.kind) {
    case 'answer':
      return item.answer.at;
    case 'visitor':
    case 'agent':
    case 'told-answer':
      return item.createdAt;
    default:
      return item.at;
  }
}

function isOneGroup(one: TimelineItem | undefined, next: TimelineItem | undefined): boolean {
  if (one === undefined || next === undefined) return false;
  if (one.kind === 'agent' && next.kind === 'agent' && one.name !== next.name) return false;
  const [earlier, later] = [timeOf(one), timeOf(next)];
  if (one.kind !== next.kind || earlier === null || later === null) return false;
  return Date.parse(later) - Date.parse(earlier) < groupedWithinMs && dayOf(earlier) === dayOf(later);
}

const days = new Map<string, string>();
const mostDays = 10_000;

/** Kept: agents' pages ask for it for every item of a long log with each word that arrives. */
function dayOf(at: string): string {
  const known = days.get(at);
  if (known !== undefined) return known;
  if (days.size >= mostDays) days.clear();
  const day = new Date(at).toDateString();
  days.set(at, day);
  return day;
}
