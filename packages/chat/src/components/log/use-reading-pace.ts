import { useLayoutEffect, useRef, useState } from 'react';
import { paceOn, wordEnd } from '../../log/reading-pace.ts';
import { listen } from '../listen.ts';

/**
 * How much of a growing text is to be seen: its first words at once, the rest at reading pace. All of it at once where it
 * was there before (history, a refresh), where motion is not wanted, and in a hidden tab, which has no frames.
 */
export function useReadingPace(text: string): number {
  const [shown, setShown] = useState(text.length);
  const progress = useRef(shown);

  useLayoutEffect(() => {
    const showAll = () => {
      progress.current = text.length;
      setShown(text.length);
    };
    const begun = wordEnd(text, progress.current);
    if (begun === text.length || wantsAllAtOnce()) {
      showAll();
      return;
    }
    let frame = 0;
    let last = performance.now();
    const step = (now: number) => {
      // The first frame may have begun before the text came.
      progress.current = paceOn(Math.max(progress.current, begun), text.length, Math.max(0, now - last));
      last = now;
      setShown(wordEnd(text, progress.current));
      if (progress.current < text.length) frame = requestAnimationFrame(step);
    };
    frame = requestAnimationFrame(step);
    const unlisten = listen(document, ['visibilitychange'], showAll);
    return () => {
      cancelAnimationFrame(frame);
      unlisten();
    };
  }, [text]);

  return wordEnd(text, shown);
}

const wantsAllAtOnce = () =>
  document.visibilityState === 'hidden' || window.matchMedia('(prefers-reduced-motion: reduce)').matches;
