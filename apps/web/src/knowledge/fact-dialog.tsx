'use client';

import { type AddedSource, type FactBody, factBody, type UnansweredGroup } from '@frontdesk/protocol';
import { useEffect, useId, useState } from 'react';
import { Dialog, DialogFoot } from '../forms/dialog.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest, sentenceOf } from '../requests/admin-request.ts';

interface Props {
  siteId: string;
  /** The fact to be edited; a new one where there is none. */
  sourceId?: string;
  /** What a new fact begins with. */
  title?: string;
  /** Unanswered questions that a new fact answers. */
  resolves?: UnansweredGroup['questions'];
  onSaved: () => void;
  onClose: () => void;
}

/** A fact, or the answer to a question: typed, and imported when it is saved. */
export function FactDialog({ siteId, sourceId, title = '', resolves, onSaved, onClose }: Props) {
  const [fact, setFact] = useState<FactBody | null>(sourceId === undefined ? { title, text: '' } : null);
  const [before, setBefore] = useState<FactBody | null>(null);
  const { form, wrong, check } = useFaults(() => fieldProblems(factBody, fact));
  const [lost, setLost] = useState<string | null>(null);
  const facts = `sites/${siteId}/facts`;

  useEffect(() => {
    if (sourceId === undefined) return;
    adminRequest<FactBody>('GET', `${facts}/${sourceId}`).then(
      (loaded) => {
        setFact(loaded);
        setBefore(loaded);
      },
      (error: unknown) => setLost(sentenceOf(error)),
    );
  }, [facts, sourceId]);

  const save = async () => {
    const added = { ...fact, resolves: resolves?.map(({ id }) => id) };
    if (sourceId === undefined) await adminRequest<AddedSource>('POST', facts, added);
    else await adminRequest<AddedSource>('PUT', `${facts}/${sourceId}`, { ...fact, before });
    onSaved();
    onClose();
  };
  const { busy, problem, submit } = useSubmit(save, { check });

  return (
    <Dialog title={sourceId === undefined ? 'Add a fact' : 'Edit fact'} busy={busy} onClose={onClose}>
      {fact === null && !lost && (
        <p role="status" className="text-ink-soft text-sm">
          Loading…
        </p>
      )}
      {fact === null && <Problem>{lost}</Problem>}
      {fact && (
        <form ref={form} noValidate onSubmit={submit} className="space-y-4">
          <LabelledField
            label="Question or title (optional)"
            hint="Customers see it below the answer, and with a text that says little alone."
            problem={wrong.title}
          >
            {(attributes) => (
              <input
                {...attributes}
                className={field}
                value={fact.title}
                onChange={(event) => setFact({ ...fact, title: event.target.value })}
                placeholder="Do you sell gift cards?"
              />
            )}
          </LabelledField>
          <LabelledField
            label="What the bot says"
            hint="Whole sentences: customers read them word for word."
            problem={wrong.text}
          >
            {(attributes) => (
              <textarea
                {...attributes}
                className={`${field} min-h-36 resize-y leading-relaxed`}
                {...(title ? { 'data-focus': true } : {})}
                value={fact.text}
                onChange={(event) => setFact({ ...fact, text: event.target.value })}
                placeholder="Yes, we sell gift cards from €10 to €200, in the shop and online."
              />
            )}
          </LabelledField>
          {resolves && <Wordings questions={resolves} />}
          <DialogFoot problem={problem} onClose={onClose} busy={busy}>
            {busy ? 'Saving…' : 'Save fact'}
          </DialogFoot>
        </form>
      )}
    </Dialog>
  );
}

/** Whole: whoever keeps what customers wrote has read it. */
function Wordings({ questions }: { questions: UnansweredGroup['questions'] }) {
  const id = useId();
  return (
    <div>
      <p id={id} className="font-medium text-sm">
        Kept as regression cases, also when the conversations are deleted
      </p>
      <section
        className="relative mt-1.5 max-h-40 overflow-y-auto rounded-lg bg-sunken px-3 py-2"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        aria-labelledby={id}
      >
        <ul className="space-y-1.5 text-sm leading-relaxed">
          {questions.map(({ id, question }) => (
            <li key={id} className="whitespace-pre-wrap break-words">
              {question}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
