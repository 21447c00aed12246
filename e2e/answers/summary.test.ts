import { expect, it } from 'vitest';
import type { Category, Question } from './business.ts';
import type { Grade } from './grade.ts';
import { misses, type Result, summarise } from './summary.ts';

function results(count: number, category: Category, grade: Grade, invented = false): Result[] {
  const wants: Question['wants'] = category === 'direct' ? 'right' : category === 'honesty' ? 'reply' : 'hand-over';
  const question = { id: 'q', category, wants, ask: '?', before: [], facts: [], required: [], forbidden: [] };
  const answer = { text: '', quoted: [], isReply: false, handsOver: false, own: '' };
  const result = {
    business: 'b',
    question,
    graded: { grade, invented, irrelevant: false, answer },
    timings: null,
    confidence: null,
  };
  return Array.from({ length: count }, () => result);
}

const good = [
  ...results(17, 'direct', 'right'),
  ...results(3, 'direct', 'handed over'),
  ...results(10, 'near-miss', 'handed over'),
  ...results(10, 'honesty', 'as wanted'),
  ...results(5, 'language', 'other reply'),
];

/** Right answers that quote. */
const quoted = (confidence: number | null) =>
  results(10, 'direct', 'right').map((result) => {
    const { graded } = result;
    return { ...result, confidence, graded: { ...graded, answer: { ...graded.answer, quoted: ['f'] } } };
  });

it('counts by category and by what the targets are about', () => {
  const { byCategory, byGroup, byBusiness } = summarise(good);
  expect(byCategory.direct).toMatchObject({ questions: 20, right: 17, 'handed over': 3, wrong: 0 });
  expect(byGroup.answerable).toEqual(byCategory.direct);
  expect(byBusiness).toEqual({ b: byCategory.direct });
  expect(byGroup['not in the facts']).toEqual(byCategory['near-miss']);
  expect(byGroup['other languages']).toMatchObject({ questions: 5, 'other reply': 5 });
});

it('says how far the confidence of what was quoted is from what came of it', () => {
  expect(summarise(good).calibration).toBeNull();
  expect(summarise(quoted(0.8)).calibration?.error).toBeCloseTo(0.2);
  expect(misses(summarise([...good, ...quoted(0.8)]), { quotes: true })).toContainEqual(
    expect.stringMatching(/calibration error of 0\.200/),
  );
});

it('is content with the targets just met', () => {
  expect(misses(summarise(good), { quotes: true })).toEqual([]);
});

it('wants how sure it was of each quote, of what quotes', () => {
  const summary = summarise([...good, ...quoted(null)]);
  expect(misses(summary, { quotes: true })).toEqual(['10 quoted answers without a confidence']);
  expect(misses(summary, { quotes: false })).toEqual([]);
});

it('is content without questions of a kind, not without any', () => {
  expect(misses(summarise(results(1, 'direct', 'right')), { quotes: true })).toEqual([]);
  expect(misses(summarise([]), { quotes: true })).toEqual(['no question was asked']);
});

it.each([
  [results(1, 'direct', 'handed over'), /81\.0 % right/],
  [results(1, 'direct', 'wrong'), /4\.8 % wrong/],
  [results(1, 'not-in-facts', 'answered'), /9\.1 % answered/],
  [results(1, 'anger', 'other reply'), /90\.9 % as wanted/],
  [results(1, 'language', 'as wanted', true), /1 answers say/],
])('says what falls short', (more, message) => {
  expect(misses(summarise([...good, ...more]), { quotes: true }).join('\n')).toMatch(message);
});
