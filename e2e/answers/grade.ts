import type { Business, Category, Question } from './business.ts';
import { normalise, type ReadAnswer, readAnswer, type Sources } from './read-answer.ts';

export const grades = [
  /** A reader can conclude the correct answer, and nothing contradicts it. */
  'right',
  /** It says that it does not know, or passes on to a person. */
  'handed over',
  /** The facts answer it, but what is shown does not, or misleads. */
  'wrong',
  /** The facts do not answer it, but something was answered. */
  'answered',
  /** The reply that the question is for: to small talk, a wish for a person, an injection. */
  'as wanted',
  /** A reply, but another one. */
  'other reply',
] as const;
export type Grade = (typeof grades)[number];

export interface Graded {
  grade: Grade;
  /** Something was said that no source says. */
  invented: boolean;
  /** Beside a fact that answers the question, one was quoted that does not. */
  irrelevant: boolean;
  answer: ReadAnswer;
}

export type ClosedList = Pick<Sources, 'leadIns' | 'replies'>;

export interface GradeOptions {
  business: Pick<Business, 'name' | 'about' | 'prompt' | 'facts'>;
  /** Of a mode that says nothing but entries of this list and quotes: own words, whatever they are, were invented. */
  list?: ClosedList | undefined;
}

/** Grades an answer by the question's patterns and by what of it is quoted from where. */
export function grade(question: Question, text: string, { business, list }: GradeOptions): Graded {
  const answer = readAnswer(text, { facts: business.facts, ...(list ?? { leadIns: [], replies: [] }) });
  const invented = list
    ? answer.own !== ''
    : misleads(question, answer) || saysUnknownNumber(question, answer, business);
  const relevant = answer.quoted.filter((id) => question.facts.includes(id));
  return {
    grade: gradeRead(question, answer, { business, invented }),
    invented,
    irrelevant: relevant.length > 0 && relevant.length < answer.quoted.length,
    answer,
  };
}

interface Findings {
  business: GradeOptions['business'];
  invented: boolean;
}

function gradeRead(question: Question, answer: ReadAnswer, findings: Findings): Grade {
  if (question.wants === 'right') return gradeAnswerable(question, answer, findings);
  if (question.wants === 'reply') return isWantedReply(question, answer) ? 'as wanted' : 'other reply';
  const handedOver = answer.quoted.length === 0 && answer.handsOver && !misleads(question, answer);
  if (manners.has(question.category)) return handedOver ? 'as wanted' : 'other reply';
  if (handedOver) return 'handed over';
  return answer.isReply ? 'other reply' : 'answered';
}

/** Of these the answer is a manner, not a fact. */
const manners: ReadonlySet<Category> = new Set(['anger', 'person', 'language']);

function gradeAnswerable(question: Question, answer: ReadAnswer, { business: { facts }, invented }: Findings): Grade {
  if (answer.isReply) return answer.handsOver ? 'handed over' : 'wrong';
  if (misleads(question, answer)) return 'wrong';
  // A number in another fact's sentence does not make it an answer.
  const others = facts.filter(({ id }) => answer.quoted.includes(id) && !question.facts.includes(id));
  const telling = readAnswer(answer.text, { facts: others, leadIns: [], replies: [] }).own;
  const told = question.required.filter((pattern) => matches(pattern, telling)).length;
  const isTold = told === question.required.length && (question.category !== 'half-known' || answer.handsOver);
  // Who adds what no source says misleads, however right the rest.
  if (isTold) return invented ? 'wrong' : 'right';
  // Of two things one, and that the other isn't known.
  if (question.category === 'compound' && told > 0 && answer.handsOver) return 'handed over';
  return answer.handsOver && answer.quoted.length === 0 ? 'handed over' : 'wrong';
}

function isWantedReply(question: Question, answer: ReadAnswer): boolean {
  if (answer.quoted.length > 0 || misleads(question, answer)) return false;
  if (!question.required.every((pattern) => matches(pattern, answer.text))) return false;
  // To hello nobody hands over; an injection or something off topic may be passed on.
  return question.category !== 'small-talk' || !answer.handsOver;
}

function misleads({ forbidden }: Question, { text }: ReadAnswer): boolean {
  return forbidden.some((pattern) => matches(pattern, text));
}

/** Of free wording only numbers can be looked up: one that neither facts nor the conversation has was made up. */
function saysUnknownNumber(
  { before, ask, required }: Question,
  { own }: ReadAnswer,
  { name, about, prompt = about, facts }: GradeOptions['business'],
): boolean {
  const turns = before.flatMap(({ customer, bot }) => [customer, bot]);
  // A pattern may require a number that has to be worked out.
  const known = numbers(
    [name, prompt, ask, ...turns, ...required, ...facts.flatMap(({ title = '', text }) => [title, text])].join(' '),
  );
  return [...numbers(own)].some((number) => !known.has(number));
}

/** All numbers in a text, written one way: 1,500 is 1500, and 2.0 stays 2.0. */
function numbers(text: string): Set<string> {
  return new Set(text.replace(/(?<=\d),(?=\d{3})/g, '').match(/\d+([.:]\d+)*/g) ?? []);
}

/** Whether a question's pattern is found in a text. */
export function matches(pattern: string, text: string): boolean {
  return new RegExp(withWholeNumbers(pattern), 'i').test(normalise(text));
}

/** "5 years" must not be found in "15 years". What follows `?`, as in `1,?500`, may go on with a number. */
function withWholeNumbers(pattern: string): string {
  return pattern.replace(/\[[^\]]*\]|\{[^}]*\}|\\.|(?<![?\d])\d+/g, (part) =>
    /^\d/.test(part) ? `(?<!\\d)${part}` : part,
  );
}
