'use client';

import { useSubmit } from '../settings/use-submit.ts';
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
  const { busy, problem, submit } = useSubmit(async () => {
    await onConfirm();
    onClose();
  });
  return (
    <Dialog title={title} busy={busy} onClose={onClose}>
      <p className="text-ink-soft text-sm leading-relaxed">{text}</p>
      <div className="mt-5 space-y-3">
        <Problem>{problem}</Problem>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose} disabled={busy}>
            {cancel}
          </Button>
          <Button look={look} disabled={busy} onClick={submit}>
            {action}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
