import type { WireError } from '@frontdesk/protocol';
import { useEffect, useId, useRef, useState } from 'react';
import { throwUnlessRefusal } from '../../connection/gateway-request.ts';
import { errorText } from '../../strings/error-text.ts';
import { useStrings } from '../locale.tsx';

/** Asks before a conversation is deleted, and says when that did not work. */
export function DeleteDialog(props: { onDelete: () => Promise<void>; onDeleted: () => void; onClose: () => void }) {
  const { onDelete, onDeleted, onClose } = props;
  const strings = useStrings();
  const titleId = useId();
  const textId = useId();
  const dialogRef = useRef<HTMLDialogElement>(null);
  const [deleting, setDeleting] = useState(false);
  const [problem, setProblem] = useState<WireError | null>(null);

  useEffect(() => {
    dialogRef.current?.showModal();
  }, []);

  async function confirm(): Promise<void> {
    setDeleting(true);
    setProblem(null);
    try {
      await onDelete();
      // While it is open, nothing behind it takes the focus.
      dialogRef.current?.close();
      onDeleted();
    } catch (error) {
      throwUnlessRefusal(error);
      setProblem(error.wire);
      setDeleting(false);
    }
  }

  return (
    <dialog
      ref={dialogRef}
      className="fd-dialog"
      role="alertdialog"
      aria-labelledby={titleId}
      aria-describedby={textId}
      onClose={onClose}
      // Escape is the dialog's own; the chat would close, too.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={titleId} className="fd-dialog-title">
        {strings.deleteTitle}
      </h2>
      <p id={textId}>{strings.deleteMeans}</p>
      {problem !== null && (
        <p className="fd-dialog-problem" role="alert">
          {strings.notDeleted} {errorText(strings, problem)}
        </p>
      )}
      <div className="fd-dialog-buttons">
        <button type="button" className="fd-secondary" onClick={onClose}>
          {strings.cancel}
        </button>
        <button type="button" className="fd-danger" disabled={deleting} onClick={() => void confirm()}>
          {strings.deleteForGood}
        </button>
      </div>
    </dialog>
  );
}
