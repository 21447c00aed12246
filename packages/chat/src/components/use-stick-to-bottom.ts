import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** A reader this near to the end, in pixels, wants to stay there. */
const nearPx = 48;

export interface StickToBottom {
  scrollerRef: RefObject<HTMLDivElement | null>;
  contentRef: RefObject<HTMLOListElement | null>;
  /** False while the reader is looking at something further up. */
  atBottom: boolean;
  toBottom(): void;
}

/** Keeps the end of a log in view while it grows, but only for a reader who is there; nobody is pulled away from a text. */
export function useStickToBottom(): StickToBottom {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLOListElement>(null);
  const sticking = useRef(true);
  const [atBottom, setAtBottom] = useState(true);

  const follow = useCallback(() => {
    const scroller = scrollerRef.current;
    if (scroller !== null && sticking.current) scroller.scrollTop = scroller.scrollHeight;
  }, []);

  // After every render, before it is painted: so the log does not jump.
  useLayoutEffect(follow);

  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (scroller === null || content === null) return;
    let lastTop = scroller.scrollTop;
    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const near = scrollHeight - scrollTop - clientHeight <= nearPx;
      // Growing content moves the end away without moving the reader: only a scroll upwards lets go.
      if (near) sticking.current = true;
      else if (scrollTop < lastTop) sticking.current = false;
      lastTop = scrollTop;
      setAtBottom(sticking.current);
    };
    // The window (a phone's keyboard) and the text size change heights, too.
    const observer = new ResizeObserver(follow);
    observer.observe(scroller);
    observer.observe(content);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', onScroll);
    };
  }, [follow]);

  const toBottom = useCallback(() => {
    sticking.current = true;
    setAtBottom(true);
    follow();
  }, [follow]);

  return { scrollerRef, contentRef, atBottom, toBottom };
}
