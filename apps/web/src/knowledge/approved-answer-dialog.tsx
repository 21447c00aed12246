'use client';

import { type ApprovedAnswerBody, approvedAnswerBody, type SavedApprovedAnswer } from '@frontdesk/protocol';
import { useState } from 'react';
import { fieldProblems } from '../forms/field-problems.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { field } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { type AdminError, adminRequest } from '../requests/admin-request.ts';

interface Props {
  title: string;
  siteId: string;
  /** What it begins with. */
  written?: Partial<ApprovedAnswerBody>;
  /** The one that is edited; a new one without. */
  answerId?: string;
  /** A new one may take the place of one to the same question, once that has been read. */
  mayReplace?: boolean;
  onSaved: (saved: SavedApprovedAnswer) => void;
  /** Somebody else has changed it since it was loaded. */
  onOutdated?: () => void;
  onClose: () => void;
}

/** A question, and what whoever asks it is told. */
export function ApprovedAnswerDialog(props: Props) {
  const { title, siteId, written = {}, answerId, mayReplace, onSaved, onOutdated, onClose } = props;
  const [question, setQuestion] = useState(written.question ?? '');
  const [answer, setAnswer] = useState(written.answer ?? '');
  const body = { question, answer };
  const { form, wrong, check, refuse } = useFaults(() => fieldProblems(approvedAnswerBody, body), { question });
  // To which question there is another answer, and has been said so.
  const [takenQuestion, setTakenQuestion] = useState<string | null>(null);
  const replaces = mayReplace === true && takenQuestion === question;

  const save = async () => {
    const before = { question: written.question, answer: written.answer };
    const path = `sites/${siteId}/approved-answers`;
    const saved =
      answerId === undefined
        ? await adminRequest<SavedApprovedAnswer>('POST', path, { ...body, replace: replaces })
        : await adminRequest<SavedApprovedAnswer>('PUT', `${path}/${answerId}`, { ...body, before });
    onSaved(saved);
    onClose();
  };
  /** Only the gateway knows what other questions there are, and which of them are too little to be found by. */
  const refused = ({ code, message }: AdminError) => {
    if (code === 'changed_meanwhile') onOutdated?.();
    if (code === 'question_taken') setTakenQuestion(question);
    const isAboutQuestion = code === 'question_taken' || code === 'bad_request';
    if (isAboutQuestion) refuse({ question: message });
    return isAboutQuestion;
  };
  const sending = useSubmit(save, { check, refused });

  return (
    <FormDialog
      {...{ title, form, sending, onClose }}
      action={sending.busy ? 'Saving…' : replaces ? 'Replace that answer' : 'Approve'}
    >
      <LabelledField
        label="Question"
        hint="As a customer asks it, so that it is understood by itself. Case and marks at its ends do not count."
        problem={wrong.question}
      >
        {(attributes) => (
          <input
            {...attributes}
            className={field}
            value={question}
            onChange={(event) => setQuestion(event.target.value)}
            placeholder="Do you ship to Norway?"
          />
        )}
      </LabelledField>
      <LabelledField label="Answer" hint="Customers read it word for word, at once." problem={wrong.answer}>
        {(attributes) => (
          <textarea
            {...attributes}
            {...(written.question ? { 'data-focus': true } : {})}
            className={`${field} min-h-36 resize-y leading-relaxed`}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
            placeholder="Yes, within five working days. Shipping costs €12."
          />
        )}
      </LabelledField>
    </FormDialog>
  );
}
