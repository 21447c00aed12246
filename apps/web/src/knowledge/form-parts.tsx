'use client';

import { TriangleAlert } from 'lucide-react';
import { type ButtonHTMLAttributes, type ReactNode, useState } from 'react';
import { useUnsaved } from '../settings/use-unsaved.ts';
import { useModal } from './use-modal.ts';

export const field =
  'mt-1.5 block w-full rounded-lg border border-line-strong bg-surface px-3 py-2 font-normal text-base text-ink placeholder:text-ink-faint disabled:border-line disabled:bg-sunken disabled:text-ink-soft aria-invalid:border-bad sm:text-sm';

const looks = {
  primary: 'bg-action text-on-action hover:bg-action-hover',
  plain: 'border border-line bg-surface hover:bg-hover',
  danger: 'bg-bad-soft text-bad hover:brightness-95',
} as const;

export function Button({
  look = 'plain',
  className = '',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof looks }) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-lg px-3 py-1.5 font-medium text-sm transition-colors disabled:opacity-60 aria-disabled:opacity-60 ${looks[look]} ${className}`}
    />
  );
}

/** A small button that is only its picture; `label` is its name and its tooltip. */
export function IconButton({
  label,
  children,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className="grid size-8 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover hover:text-ink disabled:opacity-50"
    >
      {children}
    </button>
  );
}

export function Problem({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className="flex items-start gap-2 rounded-lg bg-bad-soft px-3 py-2.5 text-bad text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}

/**
 * A dialog over the page: keeps the focus, closes on Escape, on the second one where something was typed, and gives the
 * focus back. Open as long as it is shown.
 */
export function Dialog({ title, busy = false, onClose, children }: DialogProps) {
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
      className="m-auto w-[min(34rem,calc(100vw-1.5rem))] rounded-2xl border border-line bg-surface p-5 text-ink shadow-lift [overflow-wrap:anywhere] backdrop:bg-black/40 sm:p-6"
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
