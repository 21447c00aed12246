'use client';

import { useEffect, useState } from 'react';

/** A search begins when nothing was typed for so long. */
export const typingMs = 250;

/** What was typed, once nothing more was for a moment: each letter would be a search of its own. */
export function useTyped(text: string): string {
  const [typed, setTyped] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setTyped(text), typingMs);
    return () => clearTimeout(timer);
  }, [text]);
  return typed;
}
