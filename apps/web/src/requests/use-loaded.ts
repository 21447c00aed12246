'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { AdminError, adminRequest, sentenceOf } from './admin-request.ts';

export interface Loaded<Data> {
  /** Null until a path's first answer; what was there stays while it is loaded again, and until another path's is here. */
  data: Data | null;
  /** What the data is about. */
  about: string;
  problem: string | null;
  reload(): Promise<void>;
}

/**
 * What the gateway answers at a path, loaded anew when the path changes.
 * @param again says after how many milliseconds to ask again, or null for not at all
 * @param about the same for paths of which one's data can stand for another's that could not be read: a list, and more of it
 * @param read how it is asked for
 */
export function useLoaded<Data>(
  path: string,
  again: (data: Data) => number | null = never,
  about: string = path,
  read: (path: string) => Promise<Data> = get,
): Loaded<Data> {
  const [state, setState] = useState<{ about: string; data: Data | null; problem: string | null }>({
    ...{ about, data: null, problem: null },
  });
  // Whoever kept an older `reload` means what is shown now.
  const current = useRef({ path, about, read });
  current.current = { path, about, read };
  const asked = useRef(0);
  const reload = useCallback(async () => {
    asked.current += 1;
    const number = asked.current;
    const { path, about, read } = current.current;
    try {
      const data = await read(path);
      if (number === asked.current) setState({ about, data, problem: null });
    } catch (error) {
      if (number === asked.current) {
        setState((before) => ({
          ...{ about, problem: sentenceFor(error) },
          data: before.about === about ? before.data : null,
        }));
      }
    }
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each path is asked for
  useEffect(() => {
    void reload();
  }, [path, reload]);

  const { data, problem } = state;
  // What could not be reached may be there again.
  const afterMs = problem ? retryMs : data ? again(data) : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer, and each failure, starts the clock again
  useEffect(() => {
    if (afterMs === null) return;
    const timer = setTimeout(() => void reload(), afterMs);
    return () => clearTimeout(timer);
  }, [afterMs, reload, state]);
  return { data, about: state.about, problem, reload };
}

/** Nobody has to try again what is tried again by itself. */
const sentenceFor = (error: unknown): string =>
  error instanceof AdminError && error.code === 'unavailable'
    ? 'The server cannot be reached. Trying again…'
    : sentenceOf(error);

const get = <Data>(path: string) => adminRequest<Data>('GET', path);
const never = () => null;
const retryMs = 5_000;
