import { type RefObject, useEffect, useRef } from 'react';

/**
 * Opens a dialog over the page, from its beginning; the focus goes to what has `data-focus` there, else the browser gives it to the
 * first field.
 */
export function showModal(dialog: HTMLDialogElement | null): void {
  if (!dialog) return;
  dialog.showModal();
  const wanted = dialog.querySelector<HTMLElement>('[data-focus]');
  if (!wanted) return;
  // The browser has gone on to the first field.
  dialog.scrollTop = 0;
  wanted.focus();
}

/** Of a dialog over the page, open as long as it is shown: takes the focus, and gives it back. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const giveBack = keepFocus();
    showModal(dialog.current);
    return giveBack;
  }, []);
  return dialog;
}

/**
 * @returns gives the focus back to what has it now; where that is gone, as with its row, to what it was in. The page stays
 *   where it was scrolled to.
 */
export function keepFocus(): () => void {
  const before = withParents(document.activeElement);
  return () => void before.some(takesFocus);
}

function withParents(element: Element | null): HTMLElement[] {
  if (!(element instanceof HTMLElement) || element === document.body) return [];
  return [element, ...withParents(element.parentElement)];
}

/** @returns whether it has the focus now: not what is gone, hidden or disabled */
function takesFocus(place: HTMLElement): boolean {
  place.focus({ preventScroll: true });
  if (document.activeElement === place) return true;
  if (!place.isConnected || place.hasAttribute('tabindex')) return false;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  const hasIt = document.activeElement === place;
  if (hasIt) place.addEventListener('blur', () => place.removeAttribute('tabindex'), { once: true });
  else place.removeAttribute('tabindex');
  return hasIt;
}
