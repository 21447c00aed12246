import { type RefObject, useEffect, useState } from 'react';
import { quietMs } from '../../state/conversation-end.ts';
import { listen } from '../listen.ts';

/** Whether the customer, with the chat in view, has left it alone since `since` became what it is. */
export function useQuiet(ref: RefObject<HTMLElement | null>, since: unknown, active: boolean): boolean {
  const [quiet, setQuiet] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new `since` begins anew
  useEffect(() => {
    setQuiet(false);
    const root = ref.current;
    if (!active || root === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const touched = () => {
      clearTimeout(timer);
      // Who looks at another tab has not been quiet here.
      if (document.visibilityState === 'visible') timer = setTimeout(() => setQuiet(true), quietMs);
    };
    touched();
    const unlisten = [
      listen(root, ['keydown', 'pointerdown'], touched),
      listen(document, ['visibilitychange'], touched),
    ];
    return () => {
      clearTimeout(timer);
      for (const undo of unlisten) undo();
    };
  }, [ref, since, active]);
  return quiet;
}
