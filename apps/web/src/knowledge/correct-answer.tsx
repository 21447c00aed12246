'use client';

import { approvedAnswerLimits } from '@frontdesk/protocol';
import { Check, Pencil } from 'lucide-react';
import { useState } from 'react';
import { ApprovedAnswerDialog } from './approved-answer-dialog.tsx';
import { cutText } from './cut-text.ts';

interface Props {
  siteId: string;
  /** What the customer asked, and what the bot said. */
  question: string;
  answer: string;
}

/** Below an answer of the bot: what it should have said, for everybody who asks from now on. */
export function CorrectAnswer({ siteId, question, answer }: Props) {
  const [open, setOpen] = useState(false);
  const [saved, setSaved] = useState(false);
  return (
    <>
      <p className="mt-1 flex flex-wrap items-center justify-end gap-x-3 text-xs">
        <span role="status" className="text-good">
          {saved && (
            <>
              <Check aria-hidden="true" className="mr-1 inline size-3.5" />
              Approved: whoever asks this is told yours
            </>
          )}
        </span>
        <button
          type="button"
          onClick={() => setOpen(true)}
          className="inline-flex min-h-6 items-center gap-1 rounded-md px-1 font-medium text-ink-soft hover:text-ink"
        >
          <Pencil aria-hidden="true" className="size-3" />
          Correct this answer
        </button>
      </p>
      {open && (
        <ApprovedAnswerDialog
          title="Correct this answer"
          siteId={siteId}
          written={{
            question: cutText(question.replace(/\s+/g, ' ').trim(), approvedAnswerLimits.questionChars),
            answer: cutText(answer, approvedAnswerLimits.answerChars),
          }}
          mayReplace
          onSaved={() => setSaved(true)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
