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
    const before = withParents(document.activeElement);
    showModal(dialog.current);
    return () => {
      // What was pressed may be gone, as with its row: then what it was in has the focus.
      before.some(takesFocus);
    };
  }, []);
  return dialog;
}

function withParents(element: Element | null): HTMLElement[] {
  if (!(element instanceof HTMLElement) || element === document.body) return [];
  return [element, ...withParents(element.parentElement)];
}

/** @returns whether it has the focus now: not what is gone, hidden or disabled */
function takesFocus(place: HTMLElement): boolean {
  place.focus();
  if (document.activeElement === place) return true;
  if (!place.isConnected || place.hasAttribute('tabindex')) return false;
  place.tabIndex = -1;
  place.focus();
  const hasIt = document.activeElement === place;
  if (hasIt) place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  else place.removeAttribute('tabindex');
  return hasIt;
}
