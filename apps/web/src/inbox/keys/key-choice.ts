import { useSyncExternalStore } from 'react';

const storageKey = 'frontdesk.keys';
const listeners = new Set<() => void>();

function read(): boolean {
  try {
    return window.localStorage.getItem(storageKey) !== 'with-alt';
  } catch {
    return true;
  }
}

/** Whether keys work without Alt on this device: they do until somebody says otherwise. */
export function useKeysAlone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    () => true,
  );
}

export function setKeysAlone(alone: boolean): void {
  try {
    if (alone) window.localStorage.removeItem(storageKey);
    else window.localStorage.setItem(storageKey, 'with-alt');
  } catch {
    // Where nothing can be kept, they go on as they are.
  }
  for (const listener of listeners) listener();
}
