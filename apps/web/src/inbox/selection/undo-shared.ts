import type { ConversationSummary, SharedChange } from '@frontdesk/protocol';

/** The same change of several conversations: one request a site. */
export interface SharedRequest {
  rows: readonly ConversationSummary[];
  change: SharedChange;
}

/**
 * Pure: what takes a change of several back, in this order; nothing where it changed nothing.
 * @param rows as they were before, without those in which it was not made
 * @param agentId of whoever made it
 */
export function undoOf(
  change: SharedChange,
  rows: readonly ConversationSummary[],
  agentId: string | null,
): SharedRequest[] {
  switch (change.kind) {
    case 'resolve':
      return putBack(rows.filter(({ state }) => state !== 'resolved'));
    case 'snooze':
      return [...putBack(rows.filter(({ state }) => state !== 'snoozed')), ...snoozedAgain(rows)];
    case 'reopen':
      return [
        ...request(
          rows.filter(({ state }) => state === 'resolved'),
          { kind: 'resolve' },
        ),
        ...snoozedAgain(rows),
      ];
    case 'tag': {
      const [tag = ''] = change.tags;
      const isIt = (one: string) => one.toLowerCase() === tag.toLowerCase();
      return request(
        rows.filter(({ tags = [] }) => !tags.some(isIt)),
        { kind: 'tag', tags: [], before: [tag] },
      );
    }
    case 'assign': {
      const others = rows.filter((row) => assigneeOf(row) !== change.assigneeId);
      // Made nobody's, it waits for a person: whoever takes that back has it first.
      const left = change.assigneeId === null ? others.filter(({ state }) => state === 'with_person') : [];
      const hasIt = (row: ConversationSummary) => left.includes(row) && assigneeOf(row) === agentId;
      const assigned = byKey(
        others.filter((row) => !hasIt(row)),
        assigneeOf,
      ).flatMap(([assigneeId, theirs]) => request(theirs, { kind: 'assign', assigneeId }));
      return [...request(left, { kind: 'take-over' }), ...assigned];
    }
    case 'take-over':
      return [];
  }
}

const assigneeOf = ({ assignee }: ConversationSummary): string | null => assignee?.id ?? null;

/** What was put aside is whose it was; what was snoozed before is so again. */
function putBack(rows: readonly ConversationSummary[]): SharedRequest[] {
  const before = ({ state, assignee }: ConversationSummary) =>
    state === 'bot' || state === 'waiting_for_person' || state === 'with_person'
      ? state
      : assignee
        ? 'with_person'
        : 'waiting_for_person';
  return [
    ...byKey(rows, before).flatMap(([to, theirs]) => request(theirs, { kind: 'reopen', to })),
    ...snoozedAgain(rows),
  ];
}

function snoozedAgain(rows: readonly ConversationSummary[]): SharedRequest[] {
  const snoozed = rows.filter(({ state }) => state === 'snoozed');
  return byKey(snoozed, ({ snoozedUntil }) => snoozedUntil ?? null).flatMap(([until, theirs]) =>
    until === null ? [] : request(theirs, { kind: 'snooze', until }),
  );
}

const request = (rows: readonly ConversationSummary[], change: SharedChange): SharedRequest[] =>
  rows.length === 0 ? [] : [{ rows, change }];

function byKey<Key>(rows: readonly ConversationSummary[], keyOf: (row: ConversationSummary) => Key) {
  const groups = new Map<Key, ConversationSummary[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return [...groups];
}
