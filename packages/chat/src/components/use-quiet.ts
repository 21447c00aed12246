import { type RefObject, useEffect, useState } from 'react';
import { quietMs } from '../conversation-end.ts';

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
    root.addEventListener('keydown', touched);
    root.addEventListener('pointerdown', touched);
    document.addEventListener('visibilitychange', touched);
    return () => {
      clearTimeout(timer);
      root.removeEventListener('keydown', touched);
      root.removeEventListener('pointerdown', touched);
      document.removeEventListener('visibilitychange', touched);
    };
  }, [ref, since, active]);
  return quiet;
}
