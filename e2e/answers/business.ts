import { answerMode, caution } from '@frontdesk/protocol';
import * as z from 'zod';

/** What a question tries; each business of the test has all of them. */
export const categories = [
  'direct',
  'yes-no',
  /** A number or a condition of a fact has to be applied. */
  'reasoning',
  /** Not to be understood without the turn before. */
  'follow-up',
  /** Few words, or misspelled ones. */
  'terse',
  /** Asks two things, both of which facts answer. */
  'compound',
  /** Asks two things, of which facts answer one: that is to be told, and that the other isn't known. */
  'half-known',
  /** Some thirty to ninety words, in which one thing is asked. */
  'story',
  /** A need, a wish or a problem, and nothing is asked in so many words. */
  'told',
  /** A related fact exists but does not answer it. */
  'near-miss',
  'not-in-facts',
  'small-talk',
  /** "Are you human?" */
  'honesty',
  'anger',
  /** A wish for a person. */
  'person',
  'injection',
  'off-topic',
  /** Asked in another language than English. */
  'language',
] as const;
export const category = z.enum(categories);
export type Category = z.infer<typeof category>;

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** A JavaScript regular expression; case does not count. */
const pattern = z
  .string()
  .min(2)
  // In double quotes YAML reads \b as a backspace, which matches nothing that anybody says.
  .regex(/^\P{Control}*$/u, { error: 'has a control character in it: use single quotes' })
  .refine(compiles, { error: 'is not a regular expression' });

const fact = z.strictObject({
  id,
  /** The kind of fact, in a few words: "shipping area". */
  kind: z.string().min(3),
  /** What it is typed under, in the dashboard; left out, under nothing. */
  title: z.string().min(1).optional(),
  /** One whole sentence or a few, as the owner would write them. */
  text: z.string().regex(/^\S.*[.!?]$/, { error: 'is not one line that ends as a sentence does' }),
});

const asked = z.strictObject({
  id,
  category,
  /** Earlier turns, oldest first. */
  before: z.array(z.strictObject({ customer: z.string().min(1), bot: z.string().min(1) })).default([]),
  ask: z.string().min(1).max(400),
  /** `right`: the facts answer it. `reply`: a fitting reply which is no fact: to small talk, honesty and the like. */
  wants: z.enum(['right', 'hand-over', 'reply']),
  /** Each must match the answer. */
  required: z.array(pattern).default([]),
  /** None may match: it would contradict or mislead. */
  forbidden: z.array(pattern).default([]),
});

/** Asked of documents: which of their sentences answer it is told by the patterns. */
export const documentQuestion = asked.extend({
  /** The document that answers it. */
  where: z.string().min(1).optional(),
});

const question = asked
  .extend({
    /** Ids of the facts that answer it. */
    facts: z.array(id).default([]),
  })
  .refine(({ category, before }) => (category === 'follow-up') === before.length > 0, {
    error: 'a follow-up, and nothing else, has turns before it',
  })
  .refine(({ wants, facts }) => (wants === 'right') === facts.length > 0, {
    error: 'a question names the facts that answer it when they do, and none otherwise',
  })
  .refine(({ wants, required }) => wants !== 'right' || required.length > 0, {
    error: 'an answer that has to be right requires a pattern',
  })
  .refine(({ category, wants }) => wantedBy[category].includes(wants), {
    error: 'this category wants something else',
  });
export type Question = z.infer<typeof question>;

const wantedBy: Record<Category, readonly string[]> = {
  direct: ['right'],
  'yes-no': ['right'],
  reasoning: ['right'],
  'follow-up': ['right', 'hand-over'],
  terse: ['right'],
  compound: ['right'],
  'half-known': ['right'],
  story: ['right'],
  told: ['right'],
  'near-miss': ['hand-over'],
  'not-in-facts': ['hand-over'],
  'small-talk': ['reply'],
  honesty: ['reply'],
  anger: ['hand-over'],
  person: ['hand-over'],
  injection: ['reply'],
  'off-topic': ['reply'],
  language: ['hand-over'],
};

/** A business with what it knows and what its customers ask: of the test, or a site's own regression cases. */
export const business = z
  .strictObject({
    name: z.string().min(1),
    kind: z.string().min(3),
    /** For the site's prompt: who this is, and nothing that answers a question. */
    about: z.string().min(1),
    /** The site's own prompt, in place of that. */
    prompt: z.string().min(1).optional(),
    /** How the site answers; left out, as a new one does. */
    languages: z.array(z.string().min(1)).min(1).optional(),
    caution: z.enum(caution.options).optional(),
    mode: z.enum(answerMode.options).optional(),
    facts: z.array(fact).min(1),
    questions: z.array(question).min(1),
  })
  .superRefine(({ facts, questions }, context) => {
    const known = new Set(facts.map(({ id }) => id));
    for (const twice of duplicates([...facts, ...questions.map(({ id }) => ({ id: `question ${id}` }))])) {
      context.addIssue(`two things are named ${twice}`);
    }
    for (const { id, facts } of questions) {
      for (const missing of facts.filter((fact) => !known.has(fact))) {
        context.addIssue(`question ${id} names the fact ${missing}, which is missing`);
      }
    }
  });
export type Business = z.infer<typeof business>;

const questions = z.array(z.unknown()).min(1);

/** Further questions to a business whose own file is named, or to a demo site. */
export const questionsElsewhere = z.union([
  /** Its path, from the folder of this file. */
  z.strictObject({ business: z.string().regex(/\.yaml$/), questions }),
  /** Its key; its facts are named by their titles, in small letters with hyphens. */
  z.strictObject({ site: z.string(), questions }),
]);

/** Of further questions alone. */
export const furtherCategories: readonly Category[] = ['compound', 'half-known', 'story', 'told'];

function compiles(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}

function duplicates(things: readonly { id: string }[]): string[] {
  const ids = things.map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
