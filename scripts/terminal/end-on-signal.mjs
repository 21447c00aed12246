const PARENT_CHECK_MS = 500;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, and calls `again` for each later one. The end of the npm that
 * started this process counts as a first one: npm passes a signal on to the shell between them, which passes it to nobody.
 *
 * @param {() => void} [again]
 * @returns {AbortSignal} its reason is the signal's name
 */
export function endOnSignal(again = () => {}) {
  const controller = new AbortController();
  const end = (name) => (controller.signal.aborted ? again() : controller.abort(name));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, end);
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      // Where all processes were told to end, npm is gone before this one has: that is no second wish.
      if (!controller.signal.aborted) controller.abort('SIGHUP');
    }, PARENT_CHECK_MS);
    timer.unref();
  }
  return controller.signal;
}
