import type { ReactNode, RefObject } from 'react';
import { Dialog, DialogFoot } from './dialog.tsx';
import type { Submit } from './use-submit.ts';

interface Props {
  title: string;
  form?: RefObject<HTMLFormElement | null>;
  /** What becomes of the form: it cannot be left while it is on its way, so that a refusal is seen. */
  sending: Submit;
  /** What the button says that sends it. */
  action: string;
  /** Of that button. Defaults to primary. */
  look?: 'primary' | 'danger';
  /** What the button says that does not. Defaults to Cancel. */
  cancel?: string;
  onClose: () => void;
  children: ReactNode;
}

/** A dialog that is a form. */
export function FormDialog({ title, form, sending, action, look, cancel, onClose, children }: Props) {
  const { busy, problem, submit } = sending;
  return (
    <Dialog title={title} busy={busy} onClose={onClose}>
      <form ref={form} noValidate className="space-y-4" onSubmit={submit}>
        {children}
        <DialogFoot {...{ busy, problem, onClose, look, cancel }}>{action}</DialogFoot>
      </form>
    </Dialog>
  );
}
