import { useRef, useState } from 'react';
import { sentenceOf } from '../requests/admin-request.ts';

/** What came of the last try to save. */
export interface SaveOutcome {
  saved: boolean;
  problem: string | null;
  /** One is under way: another would have to wait for it. */
  isSaving: boolean;
}

interface Saving {
  outcome: SaveOutcome;
  /** To be called whenever something is typed: of what was before nothing is told any more. */
  changed(): void;
  /**
   * Saves, if all is well; while one is under way, nothing.
   * @param store tells whether it is stored; `saved` is all that was there when it began, not what was typed since
   */
  save(check: () => boolean, store: () => Promise<boolean>): Promise<void>;
}

const nothingYet = { saved: false, problem: null };

export function useSaveOutcome(): Saving {
  const [outcome, setOutcome] = useState<Omit<SaveOutcome, 'isSaving'>>(nothingYet);
  const [isSaving, setIsSaving] = useState(false);
  const running = useRef(false);
  const save: Saving['save'] = async (check, store) => {
    if (running.current) return;
    const begun = { ...nothingYet };
    setOutcome(begun);
    if (!check()) return;
    running.current = true;
    setIsSaving(true);
    try {
      if (await store()) setOutcome((now) => (now === begun ? { saved: true, problem: null } : now));
    } catch (error) {
      setOutcome({ saved: false, problem: sentenceOf(error) });
    }
    running.current = false;
    setIsSaving(false);
  };
  return { outcome: { ...outcome, isSaving }, changed: () => setOutcome({ ...nothingYet }), save };
}
