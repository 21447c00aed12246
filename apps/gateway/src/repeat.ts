/**
 * Runs `work` every `everyMs`; while it runs, its next turn is left out. A failure is reported, and the next turn comes.
 * @returns stops it, after the work that runs
 */
export function repeat(
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): () => Promise<void> {
  let working: Promise<void> = Promise.resolve();
  let idle = true;
  const timer = setInterval(() => {
    if (!idle) return;
    idle = false;
    working = work()
      .catch(onError)
      .finally(() => {
        idle = true;
      });
  }, everyMs);
  return () => {
    clearInterval(timer);
    return working;
  };
}
