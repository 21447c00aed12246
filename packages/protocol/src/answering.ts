import * as z from 'zod/mini';
import { knowledgeLimits } from './limits.ts';
import { loadedValues } from './merge-changes.ts';

/**
 * quote: sentences of the site's passages, word for word, and a closed list of replies. phrase: the model's own words,
 * guarded. plain: the model's own words, from the site's prompt alone.
 */
export const answerMode = z.enum(['quote', 'phrase', 'plain']);
export type AnswerMode = z.infer<typeof answerMode>;

/** How sure a bot that quotes must be: the more careful, the fewer wrong answers, and the more questions that go to a person. */
export const caution = z.enum(['careful', 'balanced', 'forthcoming']);
export type Caution = z.infer<typeof caution>;

interface Bounds {
  least: number;
  most: number;
}
/**
 * Within which a site may say how free wording is sampled. A model that is allowed to wander leaves its facts; what is shorter
 * has no room for the offer of a person, and what is longer none for the conversation.
 */
export const samplingBounds = {
  temperature: { least: 0, most: 1.5 },
  topP: { least: 0.05, most: 1 },
  maxTokens: { least: 64, most: 600 },
} as const satisfies Record<string, Bounds>;

const within = ({ least, most }: Bounds) => [z.minimum(least), z.maximum(most)] as const;

/** How a site has the model's own words sampled; what is left out is as the worker has it. Quotes are never sampled. */
export const samplingSettings = z.object({
  /** 0 takes the most probable word each time. */
  temperature: z.optional(z.number().check(...within(samplingBounds.temperature))),
  topP: z.optional(z.number().check(...within(samplingBounds.topP))),
  /** Of one answer; what is longer is cut off. */
  maxTokens: z.optional(z.int().check(...within(samplingBounds.maxTokens))),
});
export type SamplingSettings = z.infer<typeof samplingSettings>;

/** As they are stored; of another version's nothing counts that this one would not take. */
export function readSamplingSettings(stored: unknown): SamplingSettings {
  const parsed = samplingSettings.safeParse(stored);
  return parsed.success ? parsed.data : {};
}

/** Languages that the worker can tell from others, ISO 639-1. */
export const languageCode = z.enum([
  'am',
  'ar',
  'az',
  'be',
  'bg',
  'bn',
  'ca',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'eu',
  'fa',
  'fi',
  'fr',
  'gu',
  'he',
  'hi',
  'hr',
  'hu',
  'hy',
  'id',
  'is',
  'it',
  'ja',
  'ka',
  'kn',
  'ko',
  'ku',
  'lo',
  'lt',
  'lv',
  'ml',
  'mr',
  'ms',
  'nl',
  'no',
  'or',
  'pa',
  'pl',
  'pt',
  'ro',
  'ru',
  'sk',
  'sl',
  'sq',
  'sr',
  'sv',
  'ta',
  'te',
  'th',
  'tl',
  'tr',
  'uk',
  'ur',
  'vi',
  'yo',
  'zh',
]);

/** `PUT …/answering`. Replies that are not named keep, or get back, the wording that they come with. */
export const answeringBody = z.object({
  mode: answerMode,
  /** In which the model answers, ISO 639-1; a question in another one is handed over. */
  languages: z.array(languageCode).check(z.minLength(1), z.maxLength(20)),
  replyTexts: z.record(z.string().check(z.maxLength(64)), z.string().check(z.maxLength(knowledgeLimits.replyChars))),
  /** Left out, they stay as they are. */
  caution: z.optional(caution),
  sampling: z.optional(samplingSettings),
  before: loadedValues,
});

/** `GET …/answering`: how a site answers, and all that its assistant may say beside quotes. */
export interface Answering {
  mode: AnswerMode;
  caution: Caution;
  languages: string[];
  sampling: SamplingSettings;
  /** What stands where a site says nothing. */
  usualSampling: Required<SamplingSettings>;
  /** Of all languages that there is a list in, also of those that the site does not answer in. */
  replies: {
    id: string;
    /** Of the list, ISO 639-1; a site that answers in a language without one speaks English. */
    language: string;
    /** What it is said for: `lead-in`, `hand-over`, `greeting` and others. */
    kind: string;
    /** As it comes. */
    text: string;
    /** The site's own wording of it. */
    own: string | null;
    /** When it is said, for whoever edits it. */
    for: string;
  }[];
  /** Of own wordings that could be saved once, and not any more: the site has another name now. */
  problems: ReplyProblem[];
}

/** Why a site's wording of an entry can't be used. */
export interface ReplyProblem {
  id: string;
  problem: string;
}

/** Saved only where there are no problems. */
export interface SavedAnswering {
  problems: ReplyProblem[];
}
