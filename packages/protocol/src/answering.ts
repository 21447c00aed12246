import * as z from 'zod/mini';
import { knowledgeLimits } from './limits.ts';

/**
 * quote: sentences of the site's passages, word for word, and a closed list of replies. phrase: the model's own words,
 * guarded. plain: the model's own words, from the site's prompt alone.
 */
export const answerMode = z.enum(['quote', 'phrase', 'plain']);
export type AnswerMode = z.infer<typeof answerMode>;

/** `PUT …/answering`. Replies that are not named keep, or get back, the wording that they come with. */
export const answeringBody = z.object({
  mode: answerMode,
  /** In which the model answers, ISO 639-1; a question in another one is handed over. */
  languages: z.array(z.string().check(z.regex(/^[a-z]{2}$/))).check(z.minLength(1), z.maxLength(20)),
  replyTexts: z.record(z.string().check(z.maxLength(64)), z.string().check(z.maxLength(knowledgeLimits.replyChars))),
});
export type AnsweringBody = z.infer<typeof answeringBody>;

/** `GET …/answering`: how a site answers, and all that its assistant may say beside quotes. */
export interface Answering {
  mode: AnswerMode;
  languages: string[];
  replies: {
    id: string;
    /** What it is said for: `lead-in`, `hand-over`, `greeting` and others. */
    kind: string;
    /** As it comes. */
    text: string;
    /** The site's own wording of it. */
    own: string | null;
    /** When it is said, for whoever edits it. */
    for: string;
  }[];
}

/** Saved only where there are no problems. */
export interface SavedAnswering {
  problems: { id: string; problem: string }[];
}
