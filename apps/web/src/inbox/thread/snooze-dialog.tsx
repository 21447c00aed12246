import { localTime } from '@frontdesk/chat/local-time';
import { snoozeProblem } from '@frontdesk/protocol';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../../forms/dialog.tsx';
import { Button } from '../../forms/form-parts.tsx';
import { TextField } from '../../forms/text-field.tsx';

interface Props {
  /** What the field begins with. */
  begin: Date;
  onClose: () => void;
  onChosen: (until: Date) => void;
}

/** Any time until which a conversation is put aside, in the agent's own time zone. */
export function SnoozeDialog({ begin, onClose, onChosen }: Props) {
  const [problem, setProblem] = useState<string>();
  const choose = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const input = event.currentTarget.querySelector('input');
    const until = new Date(input?.value ?? '');
    const wrong = snoozeProblem(until, new Date());
    if (wrong === null) return onChosen(until);
    input?.focus();
    setProblem(wrong);
  };
  return (
    <Dialog title="Snooze until another time" onClose={onClose}>
      <form onSubmit={choose} onChange={() => setProblem(undefined)} className="space-y-4">
        <TextField
          label="Until"
          problem={problem}
          hint="It comes back sooner where the customer writes."
          type="datetime-local"
          required
          // A year has four digits.
          max="9999-12-31T23:59"
          defaultValue={localTime(begin)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Snooze
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
