import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { listen } from '../listen.ts';

/** A reader this near to the end, in pixels, wants to stay there. */
const nearPx = 48;

export interface StickToBottom {
  scrollerRef: RefObject<HTMLDivElement | null>;
  contentRef: RefObject<HTMLOListElement | null>;
  /** False while the reader is looking at something further up. */
  atBottom: boolean;
  /** The same at this moment: who has scrolled up just now is told of by the next render. */
  isAtBottom(): boolean;
  toBottom(): void;
  /** Brings a row of the log into view, and moves nothing but the log. */
  toRow(row: Element | undefined): void;
}

/**
 * Keeps the end of a log in view while it grows, but only for a reader who is there; nobody is pulled away from a text.
 *
 * @param isEmpty nothing was said yet: what the site says first is read from its beginning
 */
export function useStickToBottom(isEmpty = false): StickToBottom {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLOListElement>(null);
  const sticking = useRef(true);
  const empty = useRef(isEmpty);
  empty.current = isEmpty;
  /** Where the log was scrolled to when it was looked at last. */
  const lastTop = useRef(0);
  const [atBottom, setAtBottom] = useState(true);

  const stick = useCallback((sticks: boolean) => {
    sticking.current = sticks;
    scrollerRef.current?.toggleAttribute('data-sticks', sticks);
  }, []);

  const look = useCallback(
    (scroller: HTMLElement) => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const distance = scrollHeight - scrollTop - clientHeight;
      // Growing text moves the end away without moving the reader: only who scrolls up lets go. At the very end, a log that
      // became shorter moved the reader.
      if (scrollTop < lastTop.current - 1) stick(distance <= 1);
      else if (distance <= nearPx) stick(true);
      lastTop.current = scrollTop;
      setAtBottom(sticking.current);
    },
    [stick],
  );

  const isAtBottom = useCallback(() => {
    // The reader may have scrolled since, and the event of it is still to come.
    if (scrollerRef.current) look(scrollerRef.current);
    return sticking.current;
  }, [look]);

  const follow = useCallback(() => {
    const scroller = scrollerRef.current;
    if (scroller === null || !isAtBottom() || empty.current) return;
    scroller.scrollTop = scroller.scrollHeight;
    lastTop.current = scroller.scrollTop;
  }, [isAtBottom]);

  // After every render, before it is painted: so the log does not jump.
  useLayoutEffect(follow);

  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (scroller === null || content === null) return;
    // The window (a phone's keyboard) and the text size change heights, too.
    const observer = new ResizeObserver(follow);
    observer.observe(scroller);
    observer.observe(content);
    const unlisten = listen(scroller, ['scroll'], () => look(scroller), { passive: true });
    return () => {
      observer.disconnect();
      unlisten();
    };
  }, [follow, look]);

  const toBottom = useCallback(() => {
    stick(true);
    lastTop.current = 0;
    follow();
    setAtBottom(true);
  }, [follow, stick]);

  const toRow = useCallback((row: Element | undefined) => {
    const scroller = scrollerRef.current;
    if (scroller === null || row === undefined) return;
    scroller.scrollTop += row.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  }, []);

  return { scrollerRef, contentRef, atBottom, isAtBottom, toBottom, toRow };
}
