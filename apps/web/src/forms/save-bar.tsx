'use client';

import { Button } from './form-parts.tsx';
import type { SaveOutcome } from './use-save-outcome.ts';
import { useUnsaved } from './use-unsaved.ts';

interface Props {
  outcome: SaveOutcome;
  /** Whether something is another than it is stored. */
  isChanged: boolean;
  hasFaults: boolean;
  /** Defaults to `Saved.` */
  savedText?: string;
}

/** The foot of a long form, always in view: saves, and says how it stands. */
export function SaveBar({ outcome, isChanged, hasFaults, savedText = 'Saved.' }: Props) {
  useUnsaved(isChanged && !outcome.saved);
  const fault = outcome.problem ?? (hasFaults && 'Nothing was saved: please look at the marked fields.');
  return (
    <div className="sticky bottom-0 flex items-center gap-3 border-line border-t bg-canvas/95 py-3 backdrop-blur">
      {/* Disabled, it would lose the focus. */}
      <Button type="submit" look="primary" aria-disabled={outcome.isSaving}>
        {outcome.isSaving ? 'Saving…' : 'Save'}
      </Button>
      <p
        role="status"
        className={`min-w-0 flex-1 text-sm ${outcome.saved ? 'text-good' : fault ? 'text-bad' : 'text-ink-soft'}`}
      >
        {outcome.saved ? savedText : fault || (isChanged && 'Not saved yet.')}
      </p>
    </div>
  );
}
