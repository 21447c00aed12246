'use client';

import { type AdminSite, type MessageLimits, messageLimits, standardRates } from '@frontdesk/protocol';
import { useMayOfAll } from '../admin/admin-sites.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, Problem } from '../forms/form-parts.tsx';
import { TextField } from '../forms/text-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useFormValues } from '../forms/use-form-values.ts';
import { useSaveOutcome } from '../forms/use-save-outcome.ts';
import { useUnsaved } from '../forms/use-unsaved.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { Card } from './settings-shell.tsx';

/** How many messages a site takes. Whoever owns the installation says it, for all sites share that. */
export function MessageLimitsCard({ site }: { site: AdminSite }) {
  const path = `sites/${site.id}/message-limits`;
  const { data, problem, reload } = useLoaded<MessageLimits>(path);
  const mayLimit = useMayOfAll()('site.limit');
  const about = mayLimit
    ? 'What is beyond them is refused, so that no site takes what all of them share.'
    : 'What is beyond them is refused. Whoever owns this installation can change them.';
  return (
    <Card title="Limits" about={about}>
      {data ? (
        <LimitsForm path={path} stored={data} mayLimit={mayLimit} onSaved={reload} />
      ) : (
        <Problem>{problem}</Problem>
      )}
    </Card>
  );
}

interface FormProps {
  path: string;
  stored: MessageLimits;
  mayLimit: boolean;
  onSaved: () => Promise<void>;
}

const fields = {
  dailyMessageLimit: { label: 'Messages a day', hint: 'Of all customers together. A day ends at midnight UTC.' },
  httpMessagesPerMinute: {
    label: 'Messages a minute over HTTP',
    hint: `From one address, or from your own servers. Empty: as everywhere in this installation, usually ${standardRates.messagesPerAddressMinute}.`,
  },
} as const;
type Typed = Record<keyof typeof fields, string>;

function LimitsForm({ path, stored, mayLimit, onSaved }: FormProps) {
  const { values, before, setValues, saved } = useFormValues(stored, asTyped);
  const { outcome, changed, save } = useSaveOutcome();
  const now = limitsOf(values);
  const { form, wrong, check } = useFaults(() => fieldProblems(messageLimits, now));
  useUnsaved(JSON.stringify(values) !== JSON.stringify(before) && !outcome.saved);
  const store = async () => {
    await adminRequest('PUT', path, { ...now, before: limitsOf(before) });
    saved(values);
    await onSaved();
    return true;
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save(check, store);
      }}
    >
      <fieldset disabled={!mayLimit} className="grid gap-4 sm:grid-cols-2">
        {(Object.keys(fields) as (keyof Typed)[]).map((name) => (
          <TextField
            key={name}
            label={fields[name].label}
            hint={fields[name].hint}
            problem={wrong[name]}
            type="number"
            inputMode="numeric"
            min={1}
            value={values[name]}
            onChange={(event) => {
              setValues({ ...values, [name]: event.target.value });
              changed();
            }}
            className="max-w-48"
          />
        ))}
      </fieldset>
      {mayLimit && (
        <div className="mt-4 space-y-3">
          <Problem>{outcome.problem}</Problem>
          <div className="flex items-center gap-3">
            <Button type="submit" aria-disabled={outcome.isSaving}>
              {outcome.isSaving ? 'Saving…' : 'Set the limits'}
            </Button>
            <p role="status" className="text-good text-sm">
              {outcome.saved && 'Saved.'}
            </p>
          </div>
        </div>
      )}
    </form>
  );
}

const asTyped = ({ dailyMessageLimit, httpMessagesPerMinute }: MessageLimits): Typed => ({
  dailyMessageLimit: String(dailyMessageLimit),
  httpMessagesPerMinute: String(httpMessagesPerMinute ?? ''),
});

/** What is left out is found wrong, where something is needed. */
const limitsOf = (typed: Typed): MessageLimits => ({
  dailyMessageLimit: numberOf(typed.dailyMessageLimit) ?? Number.NaN,
  httpMessagesPerMinute: numberOf(typed.httpMessagesPerMinute),
});

const numberOf = (text: string): number | null => (text === '' ? null : Number(text));
