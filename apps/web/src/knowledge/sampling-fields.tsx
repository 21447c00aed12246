'use client';

import { type SamplingSettings, samplingBounds } from '@frontdesk/protocol';
import { field } from '../forms/form-parts.tsx';
import { LabelledField } from '../forms/labelled-field.tsx';

/** As they are typed; an empty one is left to the worker. */
export type TypedSampling = Record<keyof SamplingSettings, string>;

export const typedSampling = (sampling: SamplingSettings): TypedSampling => ({
  temperature: `${sampling.temperature ?? ''}`,
  topP: `${sampling.topP ?? ''}`,
  maxTokens: `${sampling.maxTokens ?? ''}`,
});

/** What was typed, for the schema to judge: what is no number becomes one that no schema takes. */
export function readTyped(typed: TypedSampling): SamplingSettings {
  const given = Object.entries(typed).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(given.map(([name, text]) => [name, Number(text.trim().replace(',', '.'))]));
}

const texts: Record<keyof SamplingSettings, { label: string; about: string }> = {
  temperature: { label: 'Temperature', about: 'How much chance is in the choice of words. 0: none.' },
  topP: { label: 'Top-p', about: 'Of the likeliest words, those that make up this share are chosen from.' },
  maxTokens: { label: 'Longest answer', about: 'In tokens; a word is one or two. What is longer is cut off.' },
};

interface Props {
  typed: TypedSampling;
  usual: Required<SamplingSettings>;
  /** By the name of the field. */
  problems: Readonly<Record<string, string>>;
  onChange: (typed: TypedSampling) => void;
}

/** How the model's own words are sampled. */
export function SamplingFields({ typed, usual, problems, onChange }: Props) {
  return (
    <fieldset>
      <legend className="font-semibold">How freely it words</legend>
      <p className="mt-1 max-w-xl text-ink-soft text-sm leading-relaxed">
        For the model’s own words; quotes are never left to chance. What is empty is as usual.
      </p>
      <div className="mt-3 grid gap-4 sm:grid-cols-3">
        {(Object.keys(texts) as (keyof SamplingSettings)[]).map((name) => {
          const { least, most } = samplingBounds[name];
          return (
            <LabelledField
              key={name}
              label={texts[name].label}
              hint={`${texts[name].about} From ${least} to ${most}.`}
              problem={problems[name]}
            >
              {(attributes) => (
                <input
                  {...attributes}
                  inputMode="decimal"
                  value={typed[name]}
                  placeholder={`${usual[name]}, as usual`}
                  onChange={(event) => onChange({ ...typed, [name]: event.target.value })}
                  className={field}
                />
              )}
            </LabelledField>
          );
        })}
      </div>
    </fieldset>
  );
}
