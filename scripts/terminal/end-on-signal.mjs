/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, and calls `again` for each later one.
 *
 * @param {() => void} [again]
 * @returns {AbortSignal} its reason is the signal's name
 */
export function endOnSignal(again = () => {}) {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => (controller.signal.aborted ? again() : controller.abort(name)));
  }
  return controller.signal;
}
