'use client';

import { useEffect, useState } from 'react';

/** The time in milliseconds, renewed every `everyMs`, for texts such as "4 min ago". Null on the server and in the first render. */
export function useNow(everyMs: number): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
