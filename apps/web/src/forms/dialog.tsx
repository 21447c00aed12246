'use client';

import { type ReactNode, useState } from 'react';
import { Button, Problem } from './form-parts.tsx';
import { useModal } from './use-modal.ts';
import { useUnsaved } from './use-unsaved.ts';

/**
 * A dialog over the page: keeps the focus, closes on Escape, on the second one where something was typed, and gives the
 * focus back. Open as long as it is shown.
 */
export function Dialog({ title, isWide = false, busy = false, onClose, children }: DialogProps) {
  const dialog = useModal();
  const [typed, setTyped] = useState(false);
  const [asked, setAsked] = useState(false);
  useUnsaved(typed);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={onClose}
      onInput={() => {
        setTyped(true);
        setAsked(false);
      }}
      onKeyDown={(event) => {
        // A browser lets only the first of two presses be kept from closing it.
        if (busy && event.key === 'Escape') event.preventDefault();
      }}
      onCancel={(event) => {
        const asks = typed && !asked;
        if (busy || asks) event.preventDefault();
        if (!busy && asks) setAsked(true);
      }}
      className={`m-auto ${isWide ? 'w-[min(46rem,calc(100vw-1.5rem))]' : 'w-[min(34rem,calc(100vw-1.5rem))]'} rounded-2xl border border-line bg-surface p-5 text-ink shadow-lift [overflow-wrap:anywhere] backdrop:bg-black/40 sm:p-6`}
    >
      <h2 className="font-semibold text-lg tracking-tight">{title}</h2>
      <div className="mt-4">{children}</div>
      <p role="status" className="mt-3 text-right text-ink-soft text-sm empty:hidden">
        {asked && 'Escape once more discards what you have typed.'}
      </p>
    </dialog>
  );
}

interface DialogProps {
  title: string;
  /** For what stands in columns. */
  isWide?: boolean;
  /** What was confirmed is under way: nothing closes it before that is done. */
  busy?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** The end of a dialog's form: what is wrong with all of it, and what can be done. */
export function DialogFoot({ busy, problem, onClose, cancel = 'Cancel', look = 'primary', children }: DialogFootProps) {
  return (
    <>
      <Problem>{problem}</Problem>
      <div className="flex justify-end gap-2">
        {/* Disabled, they would lose the focus, and the dialog would not be told of Escape. */}
        <Button onClick={() => busy || onClose()} aria-disabled={busy}>
          {cancel}
        </Button>
        <Button type="submit" look={look} aria-disabled={busy}>
          {children}
        </Button>
      </div>
    </>
  );
}

interface DialogFootProps {
  /** It is under way: neither button does anything. */
  busy: boolean;
  problem: ReactNode;
  onClose: () => void;
  /** What the button says that does not send it. Defaults to Cancel. */
  cancel?: string | undefined;
  /** Of the button that sends it. Defaults to primary. */
  look?: 'primary' | 'danger' | undefined;
  /** What the button says that sends it. */
  children: ReactNode;
}
