import { reliability } from '@frontdesk/answers';
import { type Category, categories, type Question } from './business.ts';
import { type Grade, type Graded, grades } from './grade.ts';

/** One question with what was answered. */
export interface Result {
  /** The business's file name without its ending. */
  business: string;
  question: Question;
  graded: Graded;
  /** Null where no answer came. */
  timings: { ttftMs: number; totalMs: number; tokens: number } | null;
  /** As stored with the answer. */
  confidence: number | null;
}

/** What the targets are about. */
export const groups = ['answerable', 'not in the facts', 'manners', 'other languages'] as const;
export type Group = (typeof groups)[number];

/** How many of a row's questions were graded so. */
export type Counts = { questions: number; invented: number; irrelevant: number } & Record<Grade, number>;

export interface Summary {
  byCategory: Record<Category, Counts>;
  byGroup: Record<Group, Counts>;
  /** Of what its facts answer. */
  byBusiness: Record<string, Counts>;
  /** Of what was quoted: how far its confidence is from how much of it was right; null where nothing was. */
  calibration: ReturnType<typeof reliability> | null;
  /** Quoted answers that no confidence is stored with. */
  unrated: number;
}

/** Which target a question counts for. */
export function groupOf({ category, wants }: Question): Group {
  if (category === 'language') return 'other languages';
  if (wants === 'right') return 'answerable';
  return category === 'near-miss' || category === 'not-in-facts' || category === 'follow-up'
    ? 'not in the facts'
    : 'manners';
}

export function summarise(results: readonly Result[]): Summary {
  const count = (counted: readonly Result[]): Counts => ({
    questions: counted.length,
    invented: counted.filter(({ graded }) => graded.invented).length,
    irrelevant: counted.filter(({ graded }) => graded.irrelevant).length,
    ...byName(grades, (grade) => counted.filter(({ graded }) => graded.grade === grade).length),
  });
  const inGroup = (group: Group) => results.filter(({ question }) => groupOf(question) === group);
  const answerable = inGroup('answerable');
  const businesses = [...new Set(answerable.map(({ business }) => business))];
  return {
    byCategory: byName(categories, (name) => count(results.filter(({ question }) => question.category === name))),
    byGroup: byName(groups, (name) => count(inGroup(name))),
    byBusiness: byName(businesses, (name) => count(answerable.filter(({ business }) => business === name))),
    calibration: calibrationOf(results),
    unrated: results.filter(({ graded, confidence }) => confidence === null && graded.answer.quoted.length > 0).length,
  };
}

/** What would have come of an answer that was not given is not known: so of those that were. */
function calibrationOf(results: readonly Result[]): Summary['calibration'] {
  const quoted = results.flatMap(({ graded: { grade, answer }, confidence }) =>
    confidence !== null && answer.quoted.length > 0 ? [{ confidence, right: grade === 'right' }] : [],
  );
  return quoted.length === 0 ? null : reliability(quoted);
}

/**
 * What a product must reach: of what the facts answer ≥ 85 % right and ≤ 4 % wrong; of what they do not ≤ 8 % answered;
 * ≥ 95 % of manners as wanted; nothing invented anywhere; a calibration error of ≤ 0.1. Of what was not asked for nothing is
 * wanted: a site's own cases need not be of every kind.
 * @param options.quotes of a mode that says nothing but entries of a list and quotes: it says how sure it was of each
 * @returns a sentence for each miss
 */
export function misses({ byGroup, calibration, unrated }: Summary, { quotes }: { quotes: boolean }): string[] {
  const asked = groups.reduce((sum, group) => sum + byGroup[group].questions, 0);
  if (asked === 0) return ['no question was asked'];
  const rate = (group: Group, grade: Grade) => (100 * byGroup[group][grade]) / byGroup[group].questions;
  const least = (group: Group, grade: Grade, percent: number) =>
    rate(group, grade) < percent && `${group}: ${rate(group, grade).toFixed(1)} % ${grade}, less than ${percent} %`;
  const most = (group: Group, grade: Grade, percent: number) =>
    rate(group, grade) > percent && `${group}: ${rate(group, grade).toFixed(1)} % ${grade}, more than ${percent} %`;
  const invented = groups.reduce((sum, group) => sum + byGroup[group].invented, 0);
  return [
    least('answerable', 'right', 85),
    most('answerable', 'wrong', 4),
    most('not in the facts', 'answered', 8),
    least('manners', 'as wanted', 95),
    calibration !== null &&
      !(calibration.error <= 0.1) &&
      `a calibration error of ${calibration.error.toFixed(3)}, more than 0.1`,
    quotes && unrated > 0 && `${unrated} quoted answers without a confidence`,
    invented > 0 && `${invented} answers say what no source says`,
  ].filter((miss) => miss !== false);
}

function byName<Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, Value>;
}
