'use client';

import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { keepFocus } from '../forms/use-modal.ts';
import { useSubmit } from '../forms/use-submit.ts';

/** How long something can be undone; the clock stands still while the toast is pointed at, or the keyboard is there. */
const shownMs = 10_000;

interface Undoable {
  /** What is gone. */
  text: string;
  /** Brings it back. */
  undo: () => Promise<void>;
}

/** @returns withdraws the offer */
type OfferUndo = (text: string, undo: () => Promise<void>) => () => void;
const Offer = createContext<OfferUndo>(() => () => undefined);

/** Says what has just been done and how to undo it: for what is quickly pressed and can be brought back whole. */
export const useUndo = () => useContext(Offer);

export function UndoProvider({ children }: { children: ReactNode }) {
  /** The newest last: one that goes moves none of those. */
  const [shown, setShown] = useState<readonly (Undoable & { key: number })[]>([]);
  const count = useRef(0);
  const toasts = useRef<HTMLDivElement>(null);
  const giveFocusBack = useFocusOutside(toasts);
  const offer = useCallback((text: string, undo: () => Promise<void>) => {
    count.current += 1;
    const key = count.current;
    setShown((before) => [...before, { text, undo, key }]);
    return () => setShown((before) => before.filter((one) => one.key !== key));
  }, []);
  const newest = shown.at(-1)?.key;
  useEffect(() => {
    // Where they are more than fit, the newest is the one to be seen.
    if (newest !== undefined && toasts.current) toasts.current.scrollTop = toasts.current.scrollHeight;
  }, [newest]);
  return (
    <Offer value={offer}>
      {children}
      <div
        ref={toasts}
        role="status"
        // Only the new one is said.
        aria-atomic="false"
        className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex max-h-[60dvh] flex-col items-center gap-2 overflow-y-auto p-4"
      >
        {shown.map(({ key, text, undo }) => (
          <Toast
            key={key}
            text={text}
            undo={undo}
            giveFocusBack={giveFocusBack}
            onClose={() => setShown((before) => before.filter((one) => one.key !== key))}
          />
        ))}
      </div>
    </Offer>
  );
}

/** @returns gives the focus to what had it last outside of `box`, or to what that was in */
function useFocusOutside(box: RefObject<HTMLElement | null>): () => void {
  const giveBack = useRef(() => {});
  useEffect(() => {
    const note = ({ target }: FocusEvent) => {
      if (!box.current?.contains(target as Node)) giveBack.current = keepFocus();
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, [box]);
  return () => giveBack.current();
}

function Toast({ text, undo, giveFocusBack, onClose }: Undoable & { giveFocusBack: () => void; onClose: () => void }) {
  const [pointedAt, setPointedAt] = useState(false);
  const [withKeyboard, setWithKeyboard] = useState(false);
  const held = pointedAt || withKeyboard;
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    if (document.activeElement === button.current) giveFocusBack();
    onClose();
  };
  const { busy, problem, submit } = useSubmit(async () => {
    await undo();
    close();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it goes once, by the clock of when it is let go
  useEffect(() => {
    if (held || busy) return;
    const timer = setTimeout(close, shownMs);
    return () => clearTimeout(timer);
  }, [held, busy]);
  useEffect(() => {
    // What was pressed is gone with its row: the focus must not be lost with it.
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div
      className="pointer-events-auto flex shrink-0 max-w-[min(34rem,100%)] items-center gap-3 rounded-xl bg-ink px-4 py-2.5 text-sm text-surface shadow-lift"
      onPointerEnter={() => setPointedAt(true)}
      onPointerLeave={() => setPointedAt(false)}
    >
      <p className="line-clamp-2 min-w-0 flex-1 break-words">{problem ?? text}</p>
      <button
        ref={button}
        type="button"
        data-undo-toast=""
        // Disabled, it would lose the focus.
        aria-disabled={busy}
        // Whoever has clicked is here only because what they clicked is gone: for them the clock goes on.
        onFocus={(event) => setWithKeyboard(event.target.matches(':focus-visible'))}
        onBlur={() => setWithKeyboard(false)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // Nothing else of the page is meant.
          event.preventDefault();
          close();
        }}
        onClick={submit}
        className="shrink-0 rounded-md px-2 py-1 font-semibold underline underline-offset-4 outline-offset-2 focus-visible:outline-surface"
      >
        {problem ? 'Try again' : 'Undo'}
      </button>
    </div>
  );
}
