import { type ComponentType, createElement, type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { backOffMs } from '../../connection/retry-policy.ts';
import { createListeners } from '../../state/listeners.ts';

/** Code in a file of its own, which a browser fetches when it is wanted. */
export interface Lazy<Parts> {
  /** Fetches it once; null when that failed, and the next call tries again. */
  load(): Promise<Parts | null>;
  /** Null as long as it has not come. */
  here(): Parts | null;
  /** Calls back with it: at once where it is there, and not at all where it can't be had. */
  use(then: (parts: Parts) => void): void;
  /**
   * A component of its. As long as it is wanted, it is tried again.
   * @param Meanwhile stands in its place until it is there. Defaults to nothing
   */
  component<Props extends object>(
    choose: (parts: Parts) => ComponentType<Props>,
    Meanwhile?: ComponentType<Props>,
  ): ComponentType<Props>;
}

const { subscribe, tell } = createListeners();
/** What was wanted and can't be had: without a connection, or from a gateway that is of another version by now. */
const missing = new Set<Lazy<unknown>>();

function useLazyState<State>(getState: () => State): State {
  return useSyncExternalStore(subscribe, getState, getState);
}

/** Something was wanted and could not be had. */
export const usePartsMissing = (): boolean => useLazyState(() => missing.size > 0);

/** Tries what is missing once more. @returns whether it is all there */
export async function loadMissing(): Promise<boolean> {
  return (await Promise.all([...missing].map((one) => one.load()))).every((parts) => parts !== null);
}

/** Fetches it as soon as it is likely to be wanted. */
export function useLoad(parts: Lazy<object>, wanted: boolean): void {
  useEffect(() => {
    if (wanted) void parts.load();
  }, [parts, wanted]);
}

export function lazy<Parts extends object>(fetchParts: () => Promise<Parts>): Lazy<Parts> {
  let here: Parts | null = null;
  let coming: Promise<Parts | null> | null = null;
  let failures = 0;

  function load(): Promise<Parts | null> {
    coming ??= fetchParts().then(
      (parts) => {
        here = parts;
        missing.delete(self);
        tell();
        return parts;
      },
      () => {
        coming = null;
        failures += 1;
        tell();
        return null;
      },
    );
    return coming;
  }

  async function want(): Promise<Parts | null> {
    const parts = await load();
    if (parts === null) {
      missing.add(self);
      tell();
    }
    return parts;
  }

  const self: Lazy<Parts> = {
    load,
    here: () => here,
    use(then) {
      if (here !== null) then(here);
      else void want().then((parts) => parts && then(parts));
    },
    component: (choose, Meanwhile = () => null) =>
      function LazyComponent(props): ReactNode {
        const parts = useLazyState(() => here);
        const attempt = useLazyState(() => failures);
        useEffect(() => {
          if (parts !== null) return;
          const timer = setTimeout(() => void want(), attempt === 0 ? 0 : backOffMs(attempt));
          return () => clearTimeout(timer);
        }, [parts, attempt]);
        return createElement(parts === null ? Meanwhile : choose(parts), props);
      },
  };
  return self;
}
