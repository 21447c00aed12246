import { restReply } from '@frontdesk/answers';
import { describe, expect, it } from 'vitest';
import { categories, furtherCategories, type Question } from './business.ts';
import { closedList } from './closed-list.ts';
import { grade } from './grade.ts';
import {
  calibrationBusinesses,
  demoBusinesses,
  furtherQuestions,
  largeBusinesses,
  loadBusinesses,
  type NamedBusiness,
} from './load-businesses.ts';

const tested = await loadBusinesses();
const calibrating = await loadBusinesses(calibrationBusinesses);
const large = await loadBusinesses(largeBusinesses);
const demo = await loadBusinesses(demoBusinesses);
const businesses = [...tested, ...calibrating, ...large, ...demo];
const further = await Promise.all(
  furtherQuestions.map(async ({ path, ...one }) => ({ ...one, asked: await loadBusinesses(path) })),
);
const furtherOf = (wanted: 'test' | 'calibration') =>
  further.flatMap(({ set, asked }) => (set === wanted ? asked : []));

it('no two businesses have a name or a kind in common', () => {
  for (const key of ['name', 'kind'] as const) {
    expect(new Set(businesses.map((business) => business[key])).size).toBe(businesses.length);
  }
});

it('nothing is calibrated on the wordings of the test', () => {
  const asked = (some: typeof businesses) =>
    some.flatMap(({ facts, questions }) => [...facts.map(({ text }) => text), ...questions.map(({ ask }) => ask)]);
  const runs = (text: string) => {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    return words.map((_, start) => words.slice(start, start + sameWords).join(' ')).slice(0, 1 - sameWords);
  };
  const known = new Set(asked([...tested, ...large, ...furtherOf('test')]).flatMap(runs));
  expect(known.size).toBeGreaterThan(1_000);
  expect(
    asked([...calibrating, ...furtherOf('calibration')])
      .flatMap(runs)
      .filter((run) => known.has(run)),
  ).toEqual([]);
});

/** So many words in a row are no chance. */
const sameWords = 6;

it.each([...tested, ...calibrating])('$slug has 14 to 30 facts and questions of all categories', (business) => {
  const { facts, questions } = business;
  expect(facts.length).toBeGreaterThanOrEqual(14);
  expect(facts.length).toBeLessThanOrEqual(30);
  const wanted = categories.filter((category) => !furtherCategories.includes(category));
  expect(new Set(questions.map(({ category }) => category))).toEqual(new Set(wanted));
});

it.each(large)('$slug has 500 facts and more', ({ facts }) => {
  expect(facts.length).toBeGreaterThanOrEqual(500);
});

describe.each(businesses)('$slug', (business) => {
  const { facts, questions } = business;

  it('has at least 40 questions, no two alike, and no two facts alike', () => {
    expect(questions.length).toBeGreaterThanOrEqual(40);
    const asked = questions.map(({ before, ask }) => JSON.stringify([before, ask.toLowerCase()]));
    expect(new Set(asked).size).toBe(asked.length);
    expect(new Set(facts.map(({ text }) => text)).size).toBe(facts.length);
  });

  it.each(questions.filter(({ wants }) => wants === 'right'))('$id: quoting its facts is right', (question) => {
    expectPatterns(business, question);
    const graded = grade(question, factsOf(business, question), { business, list: { leadIns: [], replies: [] } });
    expect(graded).toMatchObject({ grade: 'right', invented: false, irrelevant: false });
  });

  it.each(questions.filter(({ wants }) => wants !== 'right'))('$id: the closed list has what is wanted', (question) => {
    const list = closedList(business.name);
    const graded = list.replies.map(({ text }) => grade(question, text, { business, list }).grade);
    expect(graded.some((grade) => grade === 'as wanted' || grade === 'handed over')).toBe(true);
  });
});

const factsOf = ({ facts }: NamedBusiness, question: Question): string =>
  facts
    .filter(({ id }) => question.facts.includes(id))
    .map(({ text }) => text)
    .join(' ');

/** Before the grade, for a failure that names the pattern. */
function expectPatterns(business: NamedBusiness, question: Question): void {
  const quoted = factsOf(business, question);
  for (const pattern of question.required) expect(quoted).toMatch(new RegExp(pattern, 'i'));
  for (const pattern of question.forbidden) expect(quoted).not.toMatch(new RegExp(pattern, 'i'));
}

describe.each(further)('further questions, $kind, $set', ({ set, asked }) => {
  const all = asked.flatMap((business) => business.questions.map((question) => ({ business, question })));

  it('are asked of each business, none twice', () => {
    const names = set === 'test' ? tested : calibrating;
    expect(asked.map(({ slug }) => slug)).toEqual(names.map(({ slug }) => slug));
    expect(new Set(all.map(({ question }) => question.ask.toLowerCase())).size).toBe(all.length);
  });

  it.each(all.filter(({ question }) => question.wants === 'right'))(
    '$business.slug, $question.id: its facts, and the rest as it is known, are right',
    ({ business, question }) => {
      expectPatterns(business, question);
      const rest = question.category === 'half-known' ? ` ${restReply('en', business.name).text}` : '';
      const text = `${factsOf(business, question)}${rest}`;
      const graded = grade(question, text, { business, list: closedList(business.name) });
      expect(graded).toMatchObject({ grade: 'right', invented: false, irrelevant: false });
    },
  );
});
