import { useState } from 'react';

/** What came of the last try to save. */
export interface SaveOutcome {
  saved: boolean;
  problem: string | null;
}

interface Saving {
  /** All that was there when it began; what was typed since is not. */
  saved(): void;
  failed(problem: string): void;
}

const nothingYet: SaveOutcome = { saved: false, problem: null };

/**
 * @returns what came of it, and what is called when a try begins, and whenever something is typed: of what was before nothing
 *   is told any more
 */
export function useSaveOutcome(): [SaveOutcome, () => Saving] {
  const [outcome, setOutcome] = useState(nothingYet);
  const begin = (): Saving => {
    const begun = { ...nothingYet };
    setOutcome(begun);
    return {
      saved: () => setOutcome((now) => (now === begun ? { saved: true, problem: null } : now)),
      failed: (problem) => setOutcome({ saved: false, problem }),
    };
  };
  return [outcome, begin];
}
