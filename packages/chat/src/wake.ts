/**
 * Calls back when a page may have slept: it comes back into view or out of the browser's memory, or the network is back.
 * Nothing happens where there is no page. Returns its undo.
 */
export function onWake(awake: () => void): () => void {
  if (typeof document === 'undefined' || typeof window === 'undefined') return () => {};
  const ending = new AbortController();
  const { signal } = ending;
  const look = () => {
    if (document.visibilityState === 'visible') awake();
  };
  document.addEventListener('visibilitychange', look, { signal });
  window.addEventListener('pageshow', (event) => event.persisted && awake(), { signal });
  window.addEventListener('online', awake, { signal });
  return () => ending.abort();
}
