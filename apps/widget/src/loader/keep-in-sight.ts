/**
 * Keeps the panel of a phone in the part of the window that is in sight: an on-screen keyboard covers the rest, and what is
 * fixed to the window stays behind it. The keyboard belongs to the page's window, so that the frame itself can't tell.
 */
export function keepInSight(panel: HTMLElement, signal: AbortSignal): void {
  const view = window.visualViewport;
  if (view === null) return;
  const fit = () => {
    // Nothing is covered while the whole window is in sight; a page that is zoomed in is its reader's own view.
    const covered = view.scale === 1 && innerHeight - view.height > 80;
    panel.style.setProperty('--visible-top', covered ? `${view.offsetTop}px` : '');
    panel.style.setProperty('--visible-height', covered ? `${view.height}px` : '');
  };
  view.addEventListener('resize', fit, { signal });
  view.addEventListener('scroll', fit, { signal });
}
