'use client';

import { useState } from 'react';
import { sentenceOf } from './admin-request.ts';
import { Button, Dialog, Problem } from './form-parts.tsx';

interface Props {
  title: string;
  text: string;
  action: string;
  /** What leaves everything as it is. */
  cancel?: string;
  /** `primary`: nothing is lost by it. */
  look?: 'danger' | 'primary';
  onConfirm: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that cannot be undone, or that customers notice. */
export function ConfirmDialog({ title, text, action, cancel = 'Keep it', look = 'danger', onConfirm, onClose }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <p className="text-ink-soft text-sm leading-relaxed">{text}</p>
      <div className="mt-5 space-y-3">
        <Problem>{problem}</Problem>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{cancel}</Button>
          <Button look={look} disabled={busy} onClick={() => void confirm()}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
