import type { TimelineItem } from '@frontdesk/chat';

/** Pure: a log without the notes that are deleted; a mark of its own says that one was. */
export function withoutDeletedNotes(items: readonly TimelineItem[]): TimelineItem[] {
  const deleted = new Set(
    items.flatMap((item) => (item.kind === 'agents' && item.event.type === 'note:deleted' ? [item.event.noteId] : [])),
  );
  return items.filter((item) => {
    if (item.kind !== 'agents' || item.event.type !== 'note:created') return true;
    const { id, text } = item.event.note;
    // Read anew, it has no text, and what says that it was deleted may be a page away.
    return text !== '' && !deleted.has(id);
  });
}
