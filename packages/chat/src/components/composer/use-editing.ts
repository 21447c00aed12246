import { useEffect, useState } from 'react';
import type { TimelineItem } from '../../log/timeline.ts';
import type { Editing } from './composer.tsx';

/** Pure: whether it is that message, and another one can be put in its place. */
function isReplaceable(item: TimelineItem, messageId: string): boolean {
  return item.kind === 'visitor' && item.status === 'sent' && item.replaceable && item.messageId === messageId;
}

/** The message that is being written anew, and what changes that. It is over where it can't be replaced any more. */
export function useEditing(items: readonly TimelineItem[]) {
  const [editing, setEditing] = useState<Editing | null>(null);
  // Somebody has replied, another tab was quicker, or another conversation is shown.
  const isOver = editing !== null && !items.some((item) => isReplaceable(item, editing.messageId));
  useEffect(() => {
    if (isOver) setEditing(null);
  }, [isOver]);
  return [editing, setEditing] as const;
}
