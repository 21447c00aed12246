import { useSyncExternalStore } from 'react';

/** Whether keys work without Alt on this device: they do until somebody says otherwise. */
export const [useKeysAlone, setKeysAlone] = keptChoice('frontdesk.keys', { usual: true, other: 'with-alt' });

/** Whether Enter sends what is written on this device: it makes a new line until somebody says otherwise. */
export const [useEnterSends, setEnterSends] = keptChoice('frontdesk.enter', { usual: false, other: 'sends' });

/** A yes or no of this browser. @param of.other what is stored where it is not as usual */
function keptChoice(storageKey: string, { usual, other }: { usual: boolean; other: string }) {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const read = (): boolean => {
    try {
      return (window.localStorage.getItem(storageKey) === other) !== usual;
    } catch {
      return usual;
    }
  };
  const set = (chosen: boolean): void => {
    try {
      if (chosen === usual) window.localStorage.removeItem(storageKey);
      else window.localStorage.setItem(storageKey, other);
    } catch {
      // Where nothing can be kept, it stays as it is.
    }
    for (const listener of listeners) listener();
  };
  return [() => useSyncExternalStore(subscribe, read, () => usual), set] as const;
}
