'use client';

import { approvedAnswerLimits, type SavedApprovedAnswer } from '@frontdesk/protocol';
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
  const [saved, setSaved] = useState<SavedApprovedAnswer | null>(null);
  return (
    <>
      <p className="mt-1 flex flex-wrap items-center justify-end gap-x-3 text-xs">
        <span role="status" className="text-good">
          {saved && (
            <>
              <Check aria-hidden="true" className="mr-1 inline size-3.5" />
              {saved.standsAlone
                ? 'Approved: whoever asks this is told yours'
                : 'Approved: whoever begins a chat with this is told yours'}
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
            // Whole, however long: what is cut nobody asks, and the dialog says when it is too long.
            question: question.replace(/\s+/g, ' ').trim(),
            answer: cutText(answer, approvedAnswerLimits.answerChars),
          }}
          mayReplace
          onSaved={setSaved}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
