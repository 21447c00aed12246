'use client';

import { Button } from '../knowledge/form-parts.tsx';

/** What came of the last try to save. */
export interface SaveOutcome {
  saved: boolean;
  problem: string | null;
}

/** The foot of a long form, always in view: saves, and says what came of it. */
export function SaveBar({ outcome, hasFaults }: { outcome: SaveOutcome; hasFaults: boolean }) {
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-line border-t bg-canvas/95 py-3 backdrop-blur">
      <Button type="submit" look="primary">
        Save
      </Button>
      <p role="status" className={`text-sm ${outcome.saved ? 'text-good' : 'text-bad'}`}>
        {outcome.saved && 'Saved.'}
        {outcome.problem ?? (hasFaults && 'Nothing was saved: please look at the marked fields.')}
      </p>
    </div>
  );
}
