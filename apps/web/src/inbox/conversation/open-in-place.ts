import type { MouseEvent } from 'react';

/** For a link within the page: a plain click stays in it, all others do what the browser does, such as opening a new tab. */
export const openInPlace =
  (open: () => void) =>
  (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open();
  };
