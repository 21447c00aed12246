import { useSyncExternalStore } from 'react';

let waiting: { promise: Promise<void>; resolve: () => void } | null = null;
const listeners = new Set<() => void>();
let sessions = 0;

/** Counts the sessions on this page: what is answered is about the one in which it was asked. */
export const sessionNumber = (): number => sessions;

/**
 * Has whoever uses the page sign in again, on the page itself: what they have typed stays.
 * @param ended the session of what was refused: where that is not the last one, they have already
 * @returns once they have
 */
export function signedInAgain(ended: number): Promise<void> {
  if (ended !== sessions) return Promise.resolve();
  if (waiting !== null) return waiting.promise;
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  change({ promise, resolve });
  return promise;
}

/** Lets go on whatever waits. */
export function goOn(): void {
  sessions += 1;
  waiting?.resolve();
  change(null);
}

/** Whether the session has ended. */
export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => waiting !== null,
    () => false,
  );

function change(next: typeof waiting): void {
  waiting = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
