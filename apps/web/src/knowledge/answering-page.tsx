'use client';

import {
  type AdminSite,
  type Answering,
  type AnswerMode,
  may,
  type SavedAnswering,
  samplingSettings,
} from '@frontdesk/protocol';
import { useState } from 'react';
import { fieldProblems } from '../settings/field-problems.ts';
import { LabelledField } from '../settings/labelled-field.tsx';
import { useFaults } from '../settings/use-faults.ts';
import { adminRequest, sentenceOf } from './admin-request.ts';
import { Button, field, Problem } from './form-parts.tsx';
import { languagesProblem } from './languages-problem.ts';
import { ReplyFields } from './reply-fields.tsx';
import { readTyped, SamplingFields, typedSampling } from './sampling-fields.tsx';
import { SitePage } from './site-page.tsx';
import { useLoaded } from './use-loaded.ts';

/** How a site's bot answers, and in which words. */
export function AnsweringPage() {
  return (
    <SitePage
      title="Answering"
      about="How the bot answers, in which languages, and what it says when it greets, thanks or hands over to a person."
      edits="site.edit"
    >
      {(site) => <SiteAnswering key={site.id} site={site} />}
    </SitePage>
  );
}

function SiteAnswering({ site: { id: siteId, role } }: { site: AdminSite }) {
  const path = `sites/${siteId}/answering`;
  const { data, problem, reload } = useLoaded<Answering>(path);
  if (!data) {
    if (problem) return <Problem>{problem}</Problem>;
    return (
      <p role="status" className="py-10 text-center text-ink-soft text-sm">
        Loading…
      </p>
    );
  }
  return <AnsweringForm path={path} answering={data} mayEdit={may(role, 'site.edit')} onSaved={reload} />;
}

const modes: readonly { mode: AnswerMode; label: string; about: string }[] = [
  {
    mode: 'quote',
    label: 'Quote the knowledge',
    about: 'Sentences of your own facts, word for word, or one of the replies below. Nothing else can be said.',
  },
  {
    mode: 'phrase',
    label: 'Word freely, guarded',
    about:
      'The model words its answers from your facts. A number, price, date or link that no fact has can’t be said. For larger models.',
  },
  {
    mode: 'plain',
    label: 'From the prompt alone',
    about: 'The model answers from the site’s prompt, without knowledge and without guards. It may be wrong.',
  },
];

function AnsweringForm({
  path,
  answering,
  mayEdit,
  onSaved,
}: {
  path: string;
  answering: Answering;
  mayEdit: boolean;
  onSaved: () => Promise<void>;
}) {
  const [mode, setMode] = useState(answering.mode);
  const [languages, setLanguages] = useState(answering.languages.join(', '));
  const [texts, setTexts] = useState(ownTexts(answering));
  const [sampling, setSampling] = useState(typedSampling(answering.sampling));
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'unsaved' });

  const codes = languages
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  // What is not shown stays as it is.
  const wanted = mode === 'quote' ? undefined : readTyped(sampling);
  const { form, wrong, check, refuse } = useFaults(() => {
    const badLanguages = languagesProblem(codes);
    return {
      ...(wanted && fieldProblems(samplingSettings, wanted)),
      ...(badLanguages && { languages: badLanguages }),
    };
  }, texts);

  const save = async () => {
    if (!check()) return setOutcome({ kind: 'wrong' });
    setOutcome({ kind: 'saving' });
    try {
      const body = { mode, languages: codes, replyTexts: texts, sampling: wanted };
      const { problems } = await adminRequest<SavedAnswering>('PUT', path, body);
      refuse(Object.fromEntries(problems.map(({ id, problem }) => [id, problem])));
      setOutcome({ kind: problems.length === 0 ? 'saved' : 'wrong' });
      if (problems.length === 0) await onSaved();
    } catch (error) {
      setOutcome({ kind: 'failed', sentence: sentenceOf(error) });
    }
  };
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setOutcome({ kind: 'unsaved' });
    };

  return (
    <form
      ref={form}
      noValidate
      className="max-w-4xl space-y-8"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <fieldset disabled={!mayEdit} className="space-y-8">
        <fieldset>
          <legend className="font-semibold">What answers are made of</legend>
          <div className="mt-3 grid gap-2.5 lg:grid-cols-3">
            {modes.map((one) => (
              <label
                key={one.mode}
                className="flex cursor-pointer gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card has-checked:border-action"
              >
                <input
                  type="radio"
                  name="mode"
                  checked={mode === one.mode}
                  onChange={() => change(setMode)(one.mode)}
                  className="mt-0.5 size-4 shrink-0 accent-action"
                />
                <span>
                  <span className="block font-medium text-sm">{one.label}</span>
                  <span className="mt-1 block text-ink-soft text-sm leading-relaxed">{one.about}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>

        {mode !== 'quote' && (
          <SamplingFields
            typed={sampling}
            usual={answering.usualSampling}
            problems={wrong}
            onChange={change(setSampling)}
          />
        )}

        <div className="max-w-md">
          <LabelledField
            label="Languages that it answers in"
            problem={wrong.languages}
            hint="Codes such as en, with commas between. A question in another language is handed over, in that language."
          >
            {(attributes) => (
              <input
                {...attributes}
                value={languages}
                onChange={(event) => change(setLanguages)(event.target.value)}
                className={field}
              />
            )}
          </LabelledField>
        </div>

        <ReplyFields replies={answering.replies} texts={texts} problems={wrong} onChange={change(setTexts)} />
      </fieldset>

      {mayEdit && (
        <div className="sticky bottom-0 -mx-3 flex flex-wrap items-center gap-3 border-line border-t bg-canvas/95 px-3 py-3 backdrop-blur sm:-mx-5 sm:px-5">
          <Button type="submit" look="primary" disabled={outcome.kind === 'saving'}>
            {outcome.kind === 'saving' ? 'Saving…' : 'Save'}
          </Button>
          <p role="status" className={`text-sm ${outcome.kind === 'saved' ? 'text-good' : 'text-bad'}`}>
            {sentenceFor(outcome)}
          </p>
        </div>
      )}
    </form>
  );
}

/** What came of saving. */
type Outcome = { kind: 'unsaved' | 'saving' | 'saved' | 'wrong' } | { kind: 'failed'; sentence: string };

function sentenceFor(outcome: Outcome): string {
  if (outcome.kind === 'saved') return 'Saved. The next answer is made so.';
  if (outcome.kind === 'wrong') return 'Nothing was saved: please look at the marked fields.';
  return outcome.kind === 'failed' ? outcome.sentence : '';
}

function ownTexts({ replies }: Answering): Record<string, string> {
  return Object.fromEntries(replies.flatMap(({ id, own }) => (own === null ? [] : [[id, own]])));
}
