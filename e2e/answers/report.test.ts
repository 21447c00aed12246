import { expect, it } from 'vitest';
import type { Question } from './business.ts';
import { grade } from './grade.ts';
import { businessTable, categoryTable, reliabilityTable, runsTable, textsOf } from './report.ts';
import { type Result, summarise } from './summary.ts';

const business = { name: 'B', about: 'B.', facts: [{ id: 'hours', kind: 'hours', text: 'We open at nine.' }] };

function result(id: string, text: string): Result {
  const question: Question = {
    ...{ id, category: 'direct', wants: 'right', before: [], ask: 'When do you open?' },
    ...{ facts: ['hours'], required: ['nine'], forbidden: [] },
  };
  return { business: 'b', question, graded: grade(question, text, { business }), timings: null, confidence: null };
}

const results = [result('a', 'At nine.'), result('b', 'We open at nine.'), result('c', 'Soon.')];
const summary = summarise(results);

it('shows shares with their intervals, and no categories that nobody asked', () => {
  const table = categoryTable(summary);
  expect(table).toMatch(/^\| direct +\| +3 \| +67 % \(21–94\) \| +– \| +33 % \(6–79\)/m);
  expect(table).not.toContain('terse');
  expect(table).toMatch(/\*\*answerable\*\*/);
});

it('shows what each business answers', () => {
  expect(businessTable(summary)).toMatch(/^\| b +\| +3 \| +67 % \(21–94\) \| +33 % \(6–79\)/m);
});

it('shows how sure it was beside how much was right', () => {
  const sure = results.map((result) => ({ ...result, confidence: result.graded.grade === 'right' ? 0.91 : 0.45 }));
  const quoted = summarise(sure.filter(({ graded }) => graded.answer.quoted.length > 0));
  expect(reliabilityTable(quoted.calibration)).toMatch(/^\| 0\.9 to 1\.0 +\| +1 \| +0\.91 \| +100 % /m);
  expect(reliabilityTable(summarise([]).calibration)).not.toMatch(/\d/);
});

it('puts runs side by side', () => {
  const table = runsTable([
    { label: 'one', summary },
    { label: 'two', summary: summarise([]) },
  ]);
  expect(table).toMatch(/^\| +\| +one \| +two \|$/m);
  expect(table).toMatch(/^\| answerable: right +\| +67 % \(21–94\) \| +\|$/m);
});

it('lists what fell short first', () => {
  const texts = textsOf(results);
  expect(texts.indexOf('[wrong] b/c (direct)')).toBe(0);
  expect(texts).toContain('  When do you open?\n  > We open at nine.\n  wanted hours\n  quoted hours\n');
});
