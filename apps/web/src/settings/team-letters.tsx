import { letterMinutes } from '@frontdesk/protocol';
import { useRef } from 'react';
import { field } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { Card } from './settings-shell.tsx';

interface Props {
  /** Null: the team is sent none; as NaN: nothing is typed. */
  minutes: number | null;
  problem: string | undefined;
  /** False: no mail is set up; undefined: not known. */
  mails: boolean | undefined;
  onChange: (minutes: number | null) => void;
}

/** After how long the team is mailed that somebody waits. */
export function TeamLetters({ minutes, problem, mails, onChange }: Props) {
  /** To be there again for whoever has switched them off by mistake. */
  const last = useRef<number>(letterMinutes.usual);
  if (minutes !== null && !Number.isNaN(minutes)) last.current = minutes;
  return (
    <Card
      title="Letters"
      about="A customer who waits, and nobody answers: whose conversation it is gets an e-mail; where it is nobody’s, everybody to whom the assistant hands over. At most one every 15 minutes, with all who wait. Each of your team can switch theirs off, under “Your account”."
    >
      <label className="flex items-center gap-3 font-medium text-sm">
        <input
          type="checkbox"
          checked={minutes !== null}
          onChange={(event) => onChange(event.target.checked ? last.current : null)}
          className="size-4 accent-brand"
        />
        Mail the team when a customer waits
      </label>
      {minutes !== null && (
        <div className="mt-4 max-w-60">
          <LabelledField label="After how many minutes" problem={problem}>
            {(attributes) => (
              <input
                {...attributes}
                type="number"
                inputMode="numeric"
                min={1}
                max={letterMinutes.most}
                value={Number.isNaN(minutes) ? '' : minutes}
                onChange={(event) => onChange(event.target.valueAsNumber)}
                className={field}
              />
            )}
          </LabelledField>
        </div>
      )}
      {mails === false && (
        <p className="mt-4 text-ink-soft text-sm leading-relaxed">
          No mail is set up here, so none is sent: whoever runs Frontdesk sets SMTP_URL.
        </p>
      )}
    </Card>
  );
}
