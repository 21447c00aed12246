import * as z from 'zod/mini';
import { knowledgeLimits } from './limits.ts';
import { loadedValues } from './merge-changes.ts';

export const approvedAnswerLimits = {
  /** What is longer is a story, and nobody asks it twice. */
  questionChars: knowledgeLimits.titleChars,
  answerChars: 2_000,
  perPage: 50,
} as const;

const text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));

/** A question, and what whoever asks it is told. */
export const approvedAnswerBody = z.object({
  question: text(approvedAnswerLimits.questionChars),
  answer: text(approvedAnswerLimits.answerChars),
});
export type ApprovedAnswerBody = z.infer<typeof approvedAnswerBody>;
/** `PUT …/approved-answers/:answerId`. */
export const editedApprovedAnswer = z.extend(approvedAnswerBody, { before: loadedValues });

/**
 * `POST …/approved-answers`. `replace`: where there is one to this question already, it is this from now on. `undo`: it was deleted
 * within the hour, and is whose it was.
 */
export const newApprovedAnswer = z.extend(approvedAnswerBody, {
  replace: z.optional(z.boolean()),
  undo: z.optional(z.boolean()),
});

/** What is said of one that was written. `standsAlone`: it is said within a conversation too, not only where one begins. */
export interface SavedApprovedAnswer {
  answerId: string;
  standsAlone: boolean;
}

/** `GET …/approved-answers`; `before` is the id of the last one of the page before. */
export const approvedAnswersQuery = z.object({
  search: z.optional(z.string().check(z.trim(), z.maxLength(knowledgeLimits.searchChars))),
  before: z.optional(z.uuid()),
});

/** What a person wrote, or put right, as the answer to a question: whoever asks it is told this, word for word. */
export interface ApprovedAnswerView extends ApprovedAnswerBody {
  id: string;
  /** The e-mail address of who wrote it last. */
  author: string;
  updatedAt: string;
}
export interface ApprovedAnswersPage {
  answers: ApprovedAnswerView[];
  more: boolean;
}
