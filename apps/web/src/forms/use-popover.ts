import { type RefObject, useEffect, useRef, useState } from 'react';

interface Popover {
  /** What holds the button that opens it, first, and what it opens. */
  root: RefObject<HTMLDivElement | null>;
  open: boolean;
  setOpen(open: boolean): void;
}

/** Something small over the page: closes on Escape, which gives the focus back, and on a press elsewhere. */
export function usePopover(): Popover {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // It is for this alone: what the page does on Escape waits for the next press.
      event.preventDefault();
      setOpen(false);
      root.current?.querySelector('button')?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('pointerdown', onPointer);
      document.removeEventListener('keydown', onKey, true);
    };
  }, [open]);
  return { root, open, setOpen };
}
