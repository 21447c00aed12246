import type { MouseEvent } from 'react';

/** For `onClickCapture`, where another button comes in the place of one that is pressed: a double click would press that, too. */
export function ignoreSecondClick(event: MouseEvent): void {
  if (event.detail < 2) return;
  event.preventDefault();
  event.stopPropagation();
}
