'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useSubmit } from '../settings/use-submit.ts';

/** How long something can be undone; the clock stands still while the toast is pointed at. */
const shownMs = 10_000;

interface Undoable {
  /** What is gone. */
  text: string;
  /** Brings it back. */
  undo: () => Promise<void>;
}

const Offer = createContext<(text: string, undo: () => Promise<void>) => void>(() => undefined);

/** Says what has just been done and how to undo it: for what is quickly pressed and can be brought back whole. */
export const useUndo = () => useContext(Offer);

export function UndoProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<(Undoable & { key: number }) | null>(null);
  const count = useRef(0);
  const offer = useCallback((text: string, undo: () => Promise<void>) => {
    count.current += 1;
    setShown({ text, undo, key: count.current });
  }, []);
  return (
    <Offer value={offer}>
      {children}
      <div role="status" className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex justify-center p-4">
        {shown && <Toast key={shown.key} text={shown.text} undo={shown.undo} onClose={() => setShown(null)} />}
      </div>
    </Offer>
  );
}

function Toast({ text, undo, onClose }: Undoable & { onClose: () => void }) {
  const [held, setHeld] = useState(false);
  const { busy, problem, submit } = useSubmit(async () => {
    await undo();
    onClose();
  });
  const button = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes once, by the clock of when it is let go
  useEffect(() => {
    if (held || busy) return;
    const timer = setTimeout(onClose, shownMs);
    return () => clearTimeout(timer);
  }, [held, busy]);
  useEffect(() => {
    // What was pressed is gone with its row: the focus must not be lost with it.
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div
      className="pointer-events-auto flex max-w-[min(34rem,100%)] items-center gap-3 rounded-xl bg-ink px-4 py-2.5 text-sm text-surface shadow-lift"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <p className="line-clamp-2 min-w-0 flex-1 break-words">{problem ?? text}</p>
      <button
        ref={button}
        type="button"
        disabled={busy}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        onClick={submit}
        className="shrink-0 rounded-md px-2 py-1 font-semibold underline underline-offset-4 outline-offset-2 focus-visible:outline-surface"
      >
        {problem ? 'Try again' : 'Undo'}
      </button>
    </div>
  );
}
