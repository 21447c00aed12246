'use client';

import {
  type AdminSite,
  type Answering,
  type AnswerMode,
  answeringBody,
  type Caution,
  languageCode,
  may,
  type ReplyProblem,
  type SavedAnswering,
  samplingSettings,
} from '@frontdesk/protocol';
import { useState } from 'react';
import { Loading } from '../admin/page-parts.tsx';
import { SitePage } from '../admin/site-page.tsx';
import { fieldProblems } from '../forms/field-problems.ts';
import { field, Problem } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';
import { SaveBar } from '../forms/save-bar.tsx';
import { useFaults } from '../forms/use-faults.ts';
import { useFormValues } from '../forms/use-form-values.ts';
import { useSaveOutcome } from '../forms/use-save-outcome.ts';
import { adminRequest } from '../requests/admin-request.ts';
import { useLoaded } from '../requests/use-loaded.ts';
import { type Choice, ChoiceCards } from './choice-cards.tsx';
import { languagesProblem } from './languages-problem.ts';
import { ReplyFields } from './reply-fields.tsx';
import { readTyped, SamplingFields, type TypedSampling, typedSampling } from './sampling-fields.tsx';

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
    return <Loading />;
  }
  return <AnsweringForm path={path} answering={data} mayEdit={may(role, 'site.edit')} onSaved={reload} />;
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

interface FormProps {
  path: string;
  answering: Answering;
  mayEdit: boolean;
  onSaved: () => Promise<void>;
}

function AnsweringForm({ path, answering, mayEdit, onSaved }: FormProps) {
  const { values, before, setValues, saved } = useFormValues(answering, asTyped);
  const { mode, caution, languages, texts, sampling } = values;
  const { outcome, changed, save } = useSaveOutcome();
  const codes = codesOf(languages);
  // What is not shown stays as it is.
  const wanted = mode === 'quote' ? undefined : readTyped(sampling);
  const { form, wrong, check, refuse } = useFaults(() => {
    const badLanguages = languagesProblem(codes);
    return {
      ...(wanted && fieldProblems(samplingSettings, wanted)),
      ...(badLanguages && { languages: badLanguages }),
      ...fieldProblems(answeringBody.shape.replyTexts, texts),
    };
  }, texts);

  const [own] = useState(texts);
  const [stale, setStale] = useState(answering.problems);
  const standing = stale.filter(({ id }) => texts[id] === own[id]);

  const store = async () => {
    const body = { ...bodyOf(values), sampling: wanted, before: bodyOf(before) };
    const { problems } = await adminRequest<SavedAnswering>('PUT', path, body);
    refuse(byId(problems));
    if (problems.length > 0) return false;
    setStale([]);
    // What is not shown is not sent.
    saved(wanted ? values : { ...values, sampling: before.sampling });
    await onSaved();
    return true;
  };
  const change = (part: Partial<Typed>) => {
    setValues({ ...values, ...part });
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
          onChange={(mode) => change({ mode })}
        />

        {mode === 'quote' && (
          <ChoiceCards
            name="caution"
            legend="How sure it must be"
            choices={cautions}
            value={caution}
            onChange={(caution) => change({ caution })}
          />
        )}

        {mode !== 'quote' && (
          <SamplingFields
            typed={sampling}
            usual={answering.usualSampling}
            problems={wrong}
            onChange={(sampling) => change({ sampling })}
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
                onChange={(event) => change({ languages: event.target.value })}
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
          onChange={(texts) => change({ texts })}
        />
      </fieldset>

      {mayEdit && (
        <SaveBar
          outcome={outcome}
          isChanged={comparable(values) !== comparable(before)}
          hasFaults={Object.keys(wrong).length > 0}
          savedText="Saved. The next answer is made so."
        />
      )}
    </form>
  );
}

interface Typed {
  mode: AnswerMode;
  caution: Caution;
  /** Codes with something between. */
  languages: string;
  /** Own words, by the id of the reply. */
  texts: Record<string, string>;
  sampling: TypedSampling;
}

const asTyped = (answering: Answering): Typed => ({
  ...{ mode: answering.mode, caution: answering.caution, languages: answering.languages.join(', ') },
  ...{ texts: ownTexts(answering), sampling: typedSampling(answering.sampling) },
});

const codesOf = (languages: string): string[] =>
  languages
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);

const bodyOf = ({ mode, caution, languages, texts, sampling }: Typed) => ({
  ...{ mode, caution, languages: codesOf(languages), replyTexts: texts, sampling: readTyped(sampling) },
});

const comparable = ({ texts, ...rest }: Typed): string =>
  JSON.stringify([rest.mode, rest.caution, rest.languages, rest.sampling, Object.entries(texts).sort()]);

const byId = (problems: readonly ReplyProblem[]) =>
  Object.fromEntries(problems.map(({ id, problem }) => [id, problem]));

function ownTexts({ replies }: Answering): Record<string, string> {
  return Object.fromEntries(replies.flatMap(({ id, own }) => (own === null ? [] : [[id, own]])));
}
