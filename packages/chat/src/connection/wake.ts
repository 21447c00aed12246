/**
 * Calls `awake` when a page may have slept: it comes back into view or out of the browser's memory, or the network is back;
 * and `offline` when the browser says that there is no network.
 * Nothing happens where there is no page. Returns its undo.
 */
export function onWake({ awake, offline }: { awake: () => void; offline: () => void }): () => void {
  if (typeof document === 'undefined' || typeof window === 'undefined') return () => {};
  const ending = new AbortController();
  const { signal } = ending;
  const look = () => {
    if (document.visibilityState === 'visible') awake();
  };
  document.addEventListener('visibilitychange', look, { signal });
  window.addEventListener('pageshow', (event) => event.persisted && awake(), { signal });
  window.addEventListener('online', awake, { signal });
  window.addEventListener('offline', offline, { signal });
  return () => ending.abort();
}
