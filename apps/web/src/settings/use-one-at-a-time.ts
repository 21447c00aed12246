'use client';

import { useRef } from 'react';

/** For what makes something new: pressed again while it is under way, it makes no second one. */
export function useOneAtATime(): (run: () => Promise<void>) => Promise<void> {
  const running = useRef(false);
  return async (run) => {
    if (running.current) return;
    running.current = true;
    await run().finally(() => {
      running.current = false;
    });
  };
}
