'use client';

import { useState } from 'react';
import { sentenceOf } from '../requests/admin-request.ts';
import { useUndo } from './undo-toast.tsx';

interface Undoable {
  /** What is said of it once it is done. */
  done: string;
  run: () => Promise<unknown>;
  undo: () => Promise<unknown>;
}

/**
 * What a list does at a press and offers to undo.
 * @param reload reads the list anew
 * @returns `failed`: why the last one could not be done
 */
export function useUndoable(reload: () => Promise<unknown>) {
  const [failed, setFailed] = useState<string | null>(null);
  const offerUndo = useUndo();
  const change = async ({ done, run, undo }: Undoable) => {
    setFailed(null);
    try {
      await run();
      await reload();
      offerUndo(done, async () => {
        await undo();
        await reload();
      });
    } catch (error) {
      setFailed(sentenceOf(error));
      await reload();
    }
  };
  return { failed, change };
}
