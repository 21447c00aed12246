import { type RefObject, useEffect, useRef } from 'react';

/** Opens a dialog over the page; the focus goes to what has `data-focus` there, else the browser gives it to the first field. */
export function showModal(dialog: HTMLDialogElement | null): void {
  dialog?.showModal();
  dialog?.querySelector<HTMLElement>('[data-focus]')?.focus();
}

/** Of a dialog over the page, open as long as it is shown: takes the focus, and gives it back. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    showModal(dialog.current);
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return dialog;
}
