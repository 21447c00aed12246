'use client';

import { FormDialog } from './form-dialog.tsx';
import { useSubmit } from './use-submit.ts';

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
  const sending = useSubmit(async () => {
    await onConfirm();
    onClose();
  });
  return (
    <FormDialog {...{ title, sending, action, look, cancel, onClose }}>
      <p className="text-ink-soft text-sm leading-relaxed">{text}</p>
    </FormDialog>
  );
}
