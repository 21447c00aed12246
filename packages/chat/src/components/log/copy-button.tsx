import { useEffect, useState } from 'react';
import { CopyIcon, DoneIcon } from '../icons.tsx';
import { useStrings } from '../locale.tsx';
import { copyText } from './copy-text.ts';

/** How long the button says that it has copied. */
const copiedForMs = 2_000;

/** Copies the answer as it was written, markdown and all; says so to the eye and to the ear. */
export function CopyButton({ text }: { text: string }) {
  const strings = useStrings();
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), copiedForMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  const said = outcome === null ? '' : outcome === 'copied' ? strings.copied : strings.notCopied;
  return (
    <>
      <button
        type="button"
        className="fd-action"
        aria-label={strings.copy}
        title={strings.copy}
        data-done={outcome === 'copied' || undefined}
        onClick={() => void copyText(text).then((done) => setOutcome(done ? 'copied' : 'refused'))}
      >
        {outcome === 'copied' ? <DoneIcon /> : <CopyIcon />}
      </button>
      <span className="fd-action-said" role="status">
        {said}
      </span>
    </>
  );
}
