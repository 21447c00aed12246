import { type RefObject, useEffect, useRef, useState } from 'react';
import type { HeldMessage } from '../../outgoing/held-message.ts';

/**
 * Sends what stands in the field, at once or as soon as its files are there: so send is pressed once.
 * @returns whether it waits, and what sends it
 */
export function useHeldSend(options: {
  /** Takes the focus. */
  fieldRef: RefObject<HTMLElement | null>;
  text: string;
  /** It may be sent, once its files are there. */
  ready: boolean;
  /** They are. */
  uploaded: boolean;
  /** So many of them are refused for good. */
  refused: number;
  /** An earlier question stands in the field. */
  editing: boolean;
  onHold: HeldMessage['hold'];
  /** It waits elsewhere from now on. */
  onTaken: () => void;
  send: () => void;
}): [held: boolean, submit: () => void] {
  const { fieldRef, text, ready, uploaded, refused, editing, onHold, onTaken, send } = options;
  const [held, setHeld] = useState(false);
  /** As many were refused when send was pressed. */
  const refusedBefore = useRef(0);

  function submit(): void {
    if (!ready) return;
    fieldRef.current?.focus();
    refusedBefore.current = refused;
    setHeld(!uploaded);
    if (uploaded) send();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the files decide
  useEffect(() => {
    if (!held) return;
    // What is in the field then is an earlier question: what waited is sent by whoever comes back to it.
    // A message whose file is refused meanwhile goes without it only when its writer has seen that.
    if (!ready || editing || refused > refusedBefore.current) setHeld(false);
    else if (uploaded) submit();
  }, [held, ready, uploaded, editing, refused]);

  useEffect(() => {
    if (!held) return;
    return onHold(text, () => {
      setHeld(false);
      onTaken();
    });
  }, [held, text, onHold, onTaken]);

  return [held, submit];
}
