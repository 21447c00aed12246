'use client';

import { type AddedSource, type FactBody, knowledgeLimits } from '@frontdesk/protocol';
import { type FormEvent, useEffect, useState } from 'react';
import { adminRequest, sentenceOf } from './admin-request.ts';
import { Button, Dialog, field, Problem } from './form-parts.tsx';

interface Props {
  siteId: string;
  /** The fact to be edited; a new one where there is none. */
  sourceId?: string;
  /** What a new fact begins with. */
  title?: string;
  /** Unanswered questions that a new fact answers. */
  resolves?: string[];
  onSaved: () => void;
  onClose: () => void;
}

/** A fact, or the answer to a question: typed, and imported when it is saved. */
export function FactDialog({ siteId, sourceId, title = '', resolves, onSaved, onClose }: Props) {
  const [fact, setFact] = useState<FactBody | null>(sourceId === undefined ? { title, text: '' } : null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const facts = `sites/${siteId}/facts`;

  useEffect(() => {
    if (sourceId === undefined) return;
    adminRequest<FactBody>('GET', `${facts}/${sourceId}`).then(setFact, (error: unknown) =>
      setProblem(sentenceOf(error)),
    );
  }, [facts, sourceId]);

  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const typed = { title: String(form.get('title')), text: String(form.get('text')) };
    setBusy(true);
    setProblem(null);
    try {
      if (sourceId === undefined) await adminRequest<AddedSource>('POST', facts, { ...typed, resolves });
      else await adminRequest<AddedSource>('PUT', `${facts}/${sourceId}`, typed);
      onSaved();
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={sourceId === undefined ? 'Add a fact' : 'Edit fact'} onClose={onClose}>
      {fact === null && !problem && (
        <p role="status" className="text-ink-soft text-sm">
          Loading…
        </p>
      )}
      {fact === null && <Problem>{problem}</Problem>}
      {fact && (
        <form onSubmit={(event) => void save(event)} className="space-y-4">
          <label className="block font-medium text-sm">
            Question or title <span className="font-normal text-ink-faint">(optional)</span>
            <input
              className={field}
              name="title"
              defaultValue={fact.title}
              maxLength={knowledgeLimits.titleChars}
              placeholder="Do you sell gift cards?"
              aria-describedby="fact-title-hint"
            />
          </label>
          <p id="fact-title-hint" className="-mt-2.5 text-ink-faint text-xs">
            Helps to find the fact. It is never said.
          </p>
          <label className="block font-medium text-sm">
            What the bot says
            <textarea
              className={`${field} min-h-36 resize-y leading-relaxed`}
              name="text"
              required
              {...(fact.title ? { 'data-focus': true } : {})}
              defaultValue={fact.text}
              maxLength={knowledgeLimits.factChars}
              placeholder="Yes, we sell gift cards from €10 to €200, in the shop and online."
              aria-describedby="fact-text-hint"
            />
          </label>
          <p id="fact-text-hint" className="-mt-2.5 text-ink-faint text-xs">
            Whole sentences: customers read them word for word.
          </p>
          <Problem>{problem}</Problem>
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" disabled={busy}>
              {busy ? 'Saving…' : 'Save fact'}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
