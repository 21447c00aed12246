import { inboxLimits } from '@frontdesk/protocol';

/** Rows of the list that are selected, by their conversations. */
export interface RowSelection {
  ids: ReadonlySet<string>;
  /** Where a range begins: the row that was chosen or left out last. */
  anchor: string | null;
}
export const nothingSelected: RowSelection = { ids: new Set(), anchor: null };

interface Row {
  conversationId: string;
}

/** As many as one request changes. */
const most = inboxLimits.changedTogether;

/** Pure: with that row in it, or without it where it was; as it was where it is full. */
export function toggled({ ids, anchor }: RowSelection, id: string): RowSelection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next.size > most ? { ids, anchor } : { ids: next, anchor: id };
}

/** Pure: with all rows from where the last one was chosen to that one; that one alone where none was, or it has left the list. */
export function extendedTo(selection: RowSelection, rows: readonly Row[], id: string): RowSelection {
  const from = rows.findIndex(({ conversationId }) => conversationId === selection.anchor);
  const to = rows.findIndex(({ conversationId }) => conversationId === id);
  if (from === -1 || to === -1) return toggled(selection, id);
  const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1);
  // Where it is too long, what is nearest to where it began is in it.
  const nearestFirst = from <= to ? between : between.toReversed();
  return { ids: filled(selection.ids, nearestFirst), anchor: id };
}

/** Pure: with all of the rows, the first ones where they are too many. */
export const withAll = (selection: RowSelection, rows: readonly Row[]): RowSelection => ({
  ...selection,
  ids: filled(selection.ids, rows),
});

/** Pure: without those rows; a range does not begin at one of them. */
export function without({ ids, anchor }: RowSelection, rows: readonly Row[]): RowSelection {
  const gone = new Set(rows.map(({ conversationId }) => conversationId));
  const left = [...ids].filter((id) => !gone.has(id));
  return { ids: new Set(left), anchor: anchor !== null && gone.has(anchor) ? null : anchor };
}

/** Pure: without what is not among the rows any more; the same object where all are. */
export function stillListed(selection: RowSelection, rows: readonly Row[]): RowSelection {
  if (selection.ids.size === 0) return selection;
  const listed = rows.flatMap(({ conversationId }) => (selection.ids.has(conversationId) ? [conversationId] : []));
  return listed.length === selection.ids.size ? selection : { ...selection, ids: new Set(listed) };
}

function filled(ids: ReadonlySet<string>, rows: readonly Row[]): ReadonlySet<string> {
  const next = new Set(ids);
  for (const { conversationId } of rows) if (next.size < most) next.add(conversationId);
  return next;
}
