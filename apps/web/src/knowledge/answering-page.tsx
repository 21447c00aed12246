'use client';

import {
  type AdminSite,
  type Answering,
  type AnswerMode,
  type Caution,
  languageCode,
  may,
  type ReplyProblem,
  type SavedAnswering,
  samplingSettings,
} from '@frontdesk/protocol';
import { useState } from 'react';
import { fieldProblems } from '../settings/field-problems.ts';
import { LabelledField } from '../settings/labelled-field.tsx';
import { SaveBar } from '../settings/save-bar.tsx';
import { Loading } from '../settings/settings-shell.tsx';
import { useFaults } from '../settings/use-faults.ts';
import { useSaveOutcome } from '../settings/use-save-outcome.ts';
import { adminRequest } from './admin-request.ts';
import { type Choice, ChoiceCards } from './choice-cards.tsx';
import { field, Problem } from './form-parts.tsx';
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
  const { data, problem } = useLoaded<Answering>(path);
  if (!data) {
    if (problem) return <Problem>{problem}</Problem>;
    return <Loading />;
  }
  return <AnsweringForm path={path} answering={data} mayEdit={may(role, 'site.edit')} />;
}

const modes: readonly Choice<AnswerMode>[] = [
  {
    value: 'quote',
    label: 'Quote the knowledge',
    about: 'Sentences of your own facts, word for word, or one of the replies below. Nothing else can be said.',
  },
  {
    value: 'phrase',
    label: 'Word freely, guarded',
    about:
      'The model words its answers from your facts. A number, price, date or link that no fact has can’t be said. In other languages than English, facts are quoted. For larger models.',
  },
  {
    value: 'plain',
    label: 'From the prompt alone',
    about: 'The model answers from the site’s prompt, without knowledge and without guards. It may be wrong.',
  },
];

const cautions: readonly Choice<Caution>[] = [
  {
    value: 'careful',
    label: 'Careful',
    about: 'Answers only what is next to certain. Fewer answers miss the question, and more questions go to a person.',
  },
  {
    value: 'balanced',
    label: 'Balanced',
    about: 'Answers where a fact most likely fits, and otherwise says that it does not know. How every site begins.',
  },
  {
    value: 'forthcoming',
    label: 'Forthcoming',
    about:
      'Answers in doubt, too. Fewer questions go to a person, and more answers quote a fact that is beside the point.',
  },
];

function AnsweringForm({ path, answering, mayEdit }: { path: string; answering: Answering; mayEdit: boolean }) {
  const [mode, setMode] = useState(answering.mode);
  const [caution, setCaution] = useState(answering.caution);
  const [languages, setLanguages] = useState(answering.languages.join(', '));
  const [texts, setTexts] = useState(ownTexts(answering));
  const [sampling, setSampling] = useState(typedSampling(answering.sampling));
  const { outcome, changed, save } = useSaveOutcome();

  const typed = JSON.stringify({ mode, caution, languages, texts: Object.entries(texts).sort(), sampling });
  const [stored, setStored] = useState(typed);
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

  const [own] = useState(texts);
  const [stale, setStale] = useState(answering.problems);
  const standing = stale.filter(({ id }) => texts[id] === own[id]);

  const store = async () => {
    const body = { mode, caution, languages: codes, replyTexts: texts, sampling: wanted };
    const { problems } = await adminRequest<SavedAnswering>('PUT', path, body);
    refuse(byId(problems));
    if (problems.length > 0) return false;
    setStale([]);
    setStored(typed);
    return true;
  };
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      changed();
    };

  return (
    <form
      ref={form}
      noValidate
      className="max-w-4xl space-y-8"
      onSubmit={(event) => {
        event.preventDefault();
        void save(check, store);
      }}
    >
      <fieldset disabled={!mayEdit} className="space-y-8">
        <ChoiceCards
          name="mode"
          legend="What answers are made of"
          choices={modes}
          value={mode}
          onChange={change(setMode)}
        />

        {mode === 'quote' && (
          <ChoiceCards
            name="caution"
            legend="How sure it must be"
            choices={cautions}
            value={caution}
            onChange={change(setCaution)}
          />
        )}

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

        <ReplyFields
          replies={answering.replies}
          languages={codes.filter((code) => languageCode.safeParse(code).success)}
          texts={texts}
          problems={{ ...byId(standing), ...wrong }}
          onChange={change(setTexts)}
        />
      </fieldset>

      {mayEdit && (
        <SaveBar
          outcome={outcome}
          isChanged={typed !== stored}
          hasFaults={Object.keys(wrong).length > 0}
          savedText="Saved. The next answer is made so."
        />
      )}
    </form>
  );
}

const byId = (problems: readonly ReplyProblem[]) =>
  Object.fromEntries(problems.map(({ id, problem }) => [id, problem]));

function ownTexts({ replies }: Answering): Record<string, string> {
  return Object.fromEntries(replies.flatMap(({ id, own }) => (own === null ? [] : [[id, own]])));
}
