'use client';

import type { CannedReply } from '@frontdesk/protocol';
import { type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react';
import { matchingReplies, typedShortcut } from './canned-replies.ts';

export interface CannedList {
  id: string;
  replies: readonly CannedReply[];
  active: number;
  choose(reply: CannedReply): void;
}

interface Options {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  text: string;
  /** Those of the site; none where none are wanted. */
  replies: readonly CannedReply[];
  /** Fills the names in. */
  fill: (text: string) => string;
  onText: (text: string) => void;
}

/** The list of canned replies over a field: open while a shortcut is typed, led by the arrow keys, put in by Enter or Tab. */
export function useCannedList({ fieldRef, text, replies, fill, onText }: Options) {
  const id = useId();
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  /** The slash whose list was closed by Escape. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const wantedCaret = useRef<number | null>(null);
  const typed = typedShortcut(text, caret);
  const matching = typed && typed.from !== closedAt ? matchingReplies(replies, typed.typed) : [];
  const shown = Math.min(active, matching.length - 1);

  useLayoutEffect(() => {
    // The text is in the field now; before, the caret could not be behind it.
    if (wantedCaret.current === null) return;
    fieldRef.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = null;
  });

  const choose = (reply: CannedReply) => {
    if (!typed) return;
    const put = fill(reply.text);
    wantedCaret.current = typed.from + put.length;
    setCaret(wantedCaret.current);
    onText(`${text.slice(0, typed.from)}${put}${text.slice(caret)}`);
    fieldRef.current?.focus();
  };
  /** A slash alone is a wish for the list. */
  const asks = typed?.typed === '' && typed.from !== closedAt;
  const list: CannedList | null = matching.length > 0 ? { id, replies: matching, active: shown, choose } : null;

  /** @returns whether the key was for the list */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (asks && event.key === 'Escape') setClosedAt(typed.from);
    if (!list || !typed || event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const chosen = list.replies[list.active];
    if (step !== undefined) setActive((list.active + step + list.replies.length) % list.replies.length);
    else if (event.key === 'Escape') setClosedAt(typed.from);
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && chosen) choose(chosen);
    else return false;
    event.preventDefault();
    return true;
  };
  const look = () => {
    const at = fieldRef.current?.selectionEnd ?? 0;
    if (at === caret) return;
    setCaret(at);
    setActive(0);
    if (typedShortcut(fieldRef.current?.value ?? '', at)?.from !== closedAt) setClosedAt(null);
  };
  const fieldAttributes = {
    onSelect: look,
    'aria-autocomplete': 'list' as const,
    ...(list && { 'aria-controls': id, 'aria-activedescendant': `${id}-${list.active}` }),
  };
  return { list, asks, onKeyDown, look, fieldAttributes };
}
