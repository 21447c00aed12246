'use client';

import { type LookUpResult, limits, lookUpBody } from '@frontdesk/protocol';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { fieldProblems } from '../forms/field-problems.ts';
import { Button, field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useSubmit } from '../forms/use-submit.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { percent } from '../words/percent.ts';

/** What a question would find, and how likely it answers: what an answer to it would be made from. */
export function TryQuestion({ siteId }: { siteId: string }) {
  const [found, setFound] = useState<LookUpResult | null>(null);
  const [question, setQuestion] = useState('');
  const { form, wrong, check } = useFaults(() => fieldProblems(lookUpBody, { question }));
  const ask = async () => {
    let answer: LookUpResult | null = null;
    try {
      answer = await adminRequest<LookUpResult>('POST', `sites/${siteId}/look-ups`, { question });
    } finally {
      setFound(answer);
    }
  };
  const { busy, problem, submit } = useSubmit(ask, { check });
  return (
    <section aria-labelledby="try-heading" className="rounded-2xl border border-line bg-surface p-4 shadow-card">
      <h2 id="try-heading" className="font-semibold">
        Try a question
      </h2>
      <p className="mt-0.5 text-ink-soft text-sm">See which passages the bot would answer from.</p>
      <form ref={form} noValidate onSubmit={submit} className="mt-2 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <LabelledField label="Question" hidesLabel problem={wrong.question}>
            {(attributes) => (
              <input
                {...attributes}
                className={field}
                value={question}
                onChange={(event) => setQuestion(event.target.value)}
                maxLength={limits.messageChars}
                placeholder="How long does delivery take?"
              />
            )}
          </LabelledField>
        </div>
        <Button type="submit" aria-disabled={busy} className="mt-1.5 h-[2.375rem]">
          <Search aria-hidden="true" className="size-4" />
          {busy ? 'Looking…' : 'Look up'}
        </Button>
      </form>
      <div className="mt-3 space-y-3" aria-live="polite">
        <Problem>{problem}</Problem>
        {found?.passages.length === 0 && (
          <p className="text-ink-soft text-sm">Nothing was found: this site has no imported knowledge yet.</p>
        )}
        {found && found.passages.length > 0 && (
          <ol className="space-y-3">
            {found.passages.map((passage) => (
              <Found key={passage.id} passage={passage} />
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}

function Found({ passage: { title, url, score, sentences } }: { passage: LookUpResult['passages'][number] }) {
  const best = Math.max(...sentences.map((sentence) => sentence.score));
  return (
    <li className="rounded-xl bg-sunken p-3">
      <div className="flex items-baseline justify-between gap-3">
        <p className="min-w-0 truncate font-medium text-sm">
          {url ? (
            <a href={url} target="_blank" rel="noreferrer" className="underline underline-offset-2">
              {title}
            </a>
          ) : (
            title
          )}
        </p>
        <Score score={score} />
      </div>
      <p className="mt-1.5 text-sm leading-relaxed">
        {sentences.map(({ text, score: own }) => (
          <span key={text} className={own === best ? '' : 'text-ink-soft'} title={`this sentence: ${own.toFixed(2)}`}>
            {text}{' '}
          </span>
        ))}
      </p>
    </li>
  );
}

/** How likely the passage answers. */
function Score({ score }: { score: number }) {
  const look =
    score >= 0.6 ? 'bg-good-soft text-good' : score >= 0.3 ? 'bg-warn-soft text-warn' : 'bg-hover text-ink-soft';
  return (
    <span
      title="How likely this passage answers the question"
      className={`shrink-0 rounded-full px-2 py-0.5 font-medium text-xs tabular-nums ${look}`}
    >
      <span className="sr-only">likely to answer: </span>
      {percent(score)}
    </span>
  );
}
