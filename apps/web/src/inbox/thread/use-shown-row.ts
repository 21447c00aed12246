import type { logRows, TimelineItem } from '@frontdesk/chat';
import { type RefObject, useEffect } from 'react';

/**
 * Brings one message or note of a log into view once it is there, and marks it as long as it is the one that is looked for.
 * @param options.list holds an element for each of `rows`, in their order
 * @param options.shownId as a search names it; null: none
 */
export function useShownRow(options: {
  list: RefObject<HTMLElement | null>;
  rows: ReturnType<typeof logRows>;
  loaded: boolean;
  shownId: string | null;
}): void {
  const { list, rows, loaded, shownId } = options;
  const index = shownId === null ? -1 : rows.findIndex((row) => row.kind === 'item' && isNamed(row.item, shownId));
  useEffect(() => {
    const row = loaded ? list.current?.children[index] : undefined;
    if (!row) return;
    row.scrollIntoView({ block: 'center' });
    row.setAttribute('data-shown', '');
    return () => row.removeAttribute('data-shown');
  }, [list, loaded, index]);
}

const isNamed = (item: TimelineItem, id: string): boolean =>
  item.kind === 'agents' ? item.event.type === 'note:created' && item.event.note.id === id : item.key === id;
