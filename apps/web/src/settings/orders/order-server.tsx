'use client';

import {
  type OrderLookUpSettings,
  type OrderLookUpView,
  orderExampleLimits,
  orderLookUpBody,
} from '@frontdesk/protocol';
import { useId } from 'react';
import { fieldProblems } from '../../forms/field-problems.ts';
import { Button, Problem } from '../../forms/form-parts.tsx';
import { lines, ofLine } from '../../forms/line-list.ts';
import { TextArea, TextField } from '../../forms/text-field.tsx';
import { useFaults } from '../../forms/use-faults.ts';
import { useFormValues } from '../../forms/use-form-values.ts';
import { useSaveOutcome } from '../../forms/use-save-outcome.ts';
import { useUnsaved } from '../../forms/use-unsaved.ts';
import { Card } from '../settings-shell.tsx';
import { ShownOnce } from '../shown-once.tsx';

interface Props {
  stored: OrderLookUpView;
  /** That was made just now. */
  secret: string | null;
  onSave: (settings: OrderLookUpSettings) => Promise<void>;
  /** Loads what is stored. */
  onSaved: () => Promise<void>;
}

/** Who is asked about orders, and when. */
export function OrderServer({ stored, secret, onSave, onSaved }: Props) {
  const whyId = useId();
  const { values, before, setValues, saved } = useFormValues(stored, asTyped);
  const { outcome, changed, save } = useSaveOutcome();
  const now = settingsOf(values);
  const { form, wrong, check } = useFaults(() => ({
    ...fieldProblems(orderLookUpBody, now),
    ...(now.examples.length === 0 && { examples: 'Please fill this in.' }),
  }));
  const isChanged = JSON.stringify(values) !== JSON.stringify(before);
  useUnsaved(isChanged && !outcome.saved);
  const change = (part: Partial<Typed>) => {
    setValues({ ...values, ...part });
    changed();
  };
  const store = async () => {
    await onSave(now);
    saved(values);
    await onSaved();
    return true;
  };
  return (
    <Card
      title="Your server"
      about={
        <>
          A program of your own that knows your shop’s orders and is asked over the internet. How a developer writes it
          is in{' '}
          <a href="/docs#orders" className="text-ink underline underline-offset-2">
            the documentation
          </a>
          .
        </>
      }
    >
      <form
        ref={form}
        noValidate
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save(check, store);
        }}
      >
        <div className="max-w-xl space-y-5">
          <TextField
            label="Address"
            type="url"
            placeholder="https://"
            autoComplete="off"
            problem={wrong.url}
            value={values.url}
            onChange={(event) => change({ url: event.target.value })}
          />
          <TextArea
            label="What do your order numbers look like?"
            hint={`An example of each kind, one a line, at most ${orderExampleLimits.most}. Letters stay as they are, digits stand for any digit.`}
            problem={wrong.examples ?? ofLine(wrong, 'examples', now.examples)}
            rows={2}
            spellCheck={false}
            autoCapitalize="characters"
            autoComplete="off"
            placeholder="FE-10423"
            value={values.examples}
            onChange={(event) => change({ examples: event.target.value })}
            className="field-sizing-content min-h-16 resize-none font-mono"
          />
          <div className="text-sm">
            <label className="flex gap-2.5 font-medium">
              <input
                type="checkbox"
                aria-describedby={whyId}
                checked={values.asksEmail}
                onChange={(event) => change({ asksEmail: event.target.checked })}
                className="mt-0.5 size-4 shrink-0 accent-action"
              />
              Also ask for the e-mail address of the order
            </label>
            <p id={whyId} className="mt-1 ml-6.5 text-ink-soft leading-relaxed">
              Numbers that count up can be guessed, and a number stands on every parcel: else anybody could ask about
              the orders of others. Your server has to check the address.
            </p>
          </div>
        </div>
        <Problem>{outcome.problem}</Problem>
        <div className="flex items-center gap-3">
          <Button type="submit" look="primary" aria-disabled={outcome.isSaving}>
            {outcome.isSaving ? 'Saving…' : 'Save'}
          </Button>
          <p role="status" className={`text-sm ${outcome.saved ? 'text-good' : 'text-ink-soft'}`}>
            {outcome.saved ? 'Saved.' : isChanged && 'Not saved yet.'}
          </p>
        </div>
      </form>
      <div className="has-[p]:mt-4" role="status">
        {secret !== null && (
          <ShownOnce text={secret} label="the secret">
            The secret, with which your server checks that a question is from here. Copy it now: it is shown this once.
          </ShownOnce>
        )}
      </div>
    </Card>
  );
}

/** As typed: each number has a line. */
type Typed = Omit<OrderLookUpSettings, 'examples'> & { examples: string };

const asTyped = ({ settings }: OrderLookUpView): Typed => ({
  url: settings?.url ?? '',
  examples: settings?.examples.join('\n') ?? '',
  asksEmail: settings?.asksEmail ?? false,
});

/** Whoever parts them by commas means the same: no number has one. */
const settingsOf = ({ url, examples, asksEmail }: Typed): OrderLookUpSettings => ({
  ...{ url, examples: lines(examples.replaceAll(',', '\n')), asksEmail },
});
