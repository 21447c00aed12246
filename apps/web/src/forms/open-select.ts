import type { KeyboardEvent } from 'react';

/** @returns whether the list of a select is open: not every browser has it opened */
export function openSelect(select: HTMLSelectElement): boolean {
  try {
    select.showPicker();
    return true;
  } catch {
    return false;
  }
}

/** For `onKeyDown` of a select that acts at once: an arrow opens its list, and nothing is chosen by walking past it. */
export function openOnArrow(event: KeyboardEvent<HTMLSelectElement>): void {
  if (/^(Arrow|Page|Home$|End$)/.test(event.key) && openSelect(event.currentTarget)) event.preventDefault();
}
