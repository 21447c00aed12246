import type { TimelineItem } from '@frontdesk/chat';
import { useEffect, useRef, useState } from 'react';
import { colleagueName } from '../../words/former-colleague.ts';

interface Props {
  items: readonly TimelineItem[];
  /** All that there was is here. */
  loaded: boolean;
  /** The newest event of the log. */
  lastSeq: number;
  customerName: string | null;
}

/** Tells a screen reader what the customer wrote last, and who took over, once it is here; of the assistant's words it is silent. */
export function ThreadAnnouncer({ items, loaded, lastSeq, customerName }: Props) {
  const known = useRef<Set<string> | null>(null);
  const [announcement, setAnnouncement] = useState({ text: '', number: 0 });
  // Messages come with events: a long log is not looked through for each word.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  useEffect(() => {
    if (!loaded) return;
    const told = items.filter((item) => spoken(item, customerName) !== null);
    const before = known.current;
    known.current = new Set([...(before ?? []), ...told.map(({ key }) => key)]);
    // What was there when it was opened is read by whoever walks through the log.
    const newest = before && told.findLast(({ key }) => !before.has(key));
    if (!newest) return;
    const text = spoken(newest, customerName) ?? '';
    setAnnouncement(({ number }) => ({ text, number: number + 1 }));
  }, [loaded, lastSeq]);
  return (
    <div role="status" className="sr-only">
      {/* Each in a node of its own: the same words once more would be no change, and not be read. */}
      <span key={announcement.number} dir="auto">
        {announcement.text}
      </span>
    </div>
  );
}

/** Pure: what is said of it; null: nothing. */
function spoken(item: TimelineItem, customerName: string | null): string | null {
  if (item.kind === 'turn' && item.turn === 'taken-over') return `${colleagueName(item.name)} took over.`;
  if (item.kind !== 'visitor') return null;
  const said = [item.text, ...(item.attachments ?? []).map(({ name }) => name)].filter(Boolean).join(' ');
  return `${customerName ?? 'Customer'}: ${said}`;
}
