'use client';
import { type ReactNode, useEffect, useRef } from 'react';

/** Fills the window, or what an on-screen keyboard leaves of it: where that covers the page instead of making it smaller (iOS). */
export function VisibleArea({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const { visualViewport: seen } = window;
    if (seen === null) return;
    const fit = () => {
      // Who zooms in wants to see a part.
      if (ref.current === null || seen.scale > 1) return;
      ref.current.style.height = `${seen.height}px`;
      ref.current.style.marginTop = `${seen.offsetTop}px`;
    };
    seen.addEventListener('resize', fit);
    seen.addEventListener('scroll', fit);
    return () => {
      seen.removeEventListener('resize', fit);
      seen.removeEventListener('scroll', fit);
    };
  }, []);
  return (
    <main ref={ref} className="h-dvh">
      {children}
    </main>
  );
}
