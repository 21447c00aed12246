import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeptDraft } from '../../storage/kept-draft.ts';
import type { Draft, Editing } from './composer.tsx';

/** What stands in the field. */
export interface FieldText {
  text: string;
  /** It is kept for the next page, too. */
  write: (text: string) => void;
  /** It is sent, or not wanted: nothing stands there any more, or what an earlier question has pushed aside. */
  clear: () => void;
}

/** First an earlier question that is written anew, then what its writer has begun, then what the page would have them say. */
export function useFieldText(
  fieldRef: RefObject<HTMLTextAreaElement | null>,
  kept: KeptDraft,
  draft: Draft | undefined,
  editing: Editing | null,
): FieldText {
  const [text, setText] = useState('');
  /** What was written before an earlier question came into the field. */
  const putAside = useRef('');

  const write = useCallback(
    (next: string) => {
      setText(next);
      // The question that is written anew is kept where it stands.
      kept.keep(editing === null ? next : putAside.current);
    },
    [kept, editing],
  );
  const clear = useCallback(() => write(editing === null ? '' : putAside.current), [write, editing]);

  useLayoutEffect(() => {
    const begun = kept.restore();
    setText((before) => (before.trim() === '' ? begun : before));
  }, [kept]);

  useEffect(() => {
    if (draft !== undefined) setText((before) => (before.trim() === '' ? draft.text : before));
  }, [draft]);

  useEffect(() => {
    if (editing === null) return;
    setText((before) => {
      putAside.current = before;
      return editing.text;
    });
    fieldRef.current?.focus();
    // Where it ended by itself, what was written since is a message of its own.
    return () => setText((now) => (now === editing.text ? putAside.current : now));
  }, [editing, fieldRef]);

  return { text, write, clear };
}
