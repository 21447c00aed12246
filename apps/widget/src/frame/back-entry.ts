/** The tab's history has one entry more while the chat covers the page, so that the browser's Back closes it. */
export interface BackEntry {
  /**
   * @param unasked it was open on the page before: it gets its entry when somebody does something in it
   * @param covers it covers the page
   */
  opened(unasked: boolean, covers: boolean): void;
  closed(): void;
}

const mark = 'frontdesk';

/**
 * The entry is the frame's own: the host page's state, address and router know nothing of it.
 * @param close the reader has gone back
 */
export function createBackEntry(close: () => void): BackEntry {
  const isThere = () => history.state === mark;
  let wanted = false;
  /** It is on its way out: the browser takes a moment for that. */
  let leaving = false;
  /** How many there are in the tab with it. */
  let entries = 0;

  function enter(): void {
    if (!wanted || isThere()) return;
    // Safari's own Back leaves out what came without a gesture in this very document; others count the page's, too.
    if ('GestureEvent' in window && !navigator.userActivation.isActive) return;
    // Chromium knows of no frame in an entry that is older than it, or that the page came back to: Back would do nothing there.
    history.replaceState(null, '');
    history.pushState(mark, '');
    entries = history.length;
  }

  function take(): void {
    if (!isThere() || leaving) return;
    leaving = history.length === entries;
    if (leaving) history.back();
    // The page has gone on since, and it is the page that would go back: Back does nothing once.
    else history.replaceState(null, '');
  }

  addEventListener('click', enter);
  addEventListener('popstate', () => {
    const taken = leaving;
    leaving = false;
    // Who goes forward comes to a chat that is closed.
    if (!wanted) take();
    // Opened anew meanwhile.
    else if (taken) enter();
    else if (!isThere()) close();
  });

  return {
    opened(unasked, covers) {
      // Within a page in another one it covers only that.
      wanted = covers && parent === top;
      if (!unasked) enter();
    },
    closed() {
      wanted = false;
      take();
    },
  };
}
