import { markdownTable } from '../bench/markdown-table.ts';
import { categories } from './business.ts';
import { grades } from './grade.ts';
import { type Counts, type Group, groupOf, groups, type Result, type Summary } from './summary.ts';
import { wilson } from './wilson.ts';

/** A run as it is kept: its label says mode, model and prompt. */
export interface Run {
  label: string;
  ttftMs?: { p50: number; p99: number };
  summary: Summary;
}

const columns = [...grades, 'invented', 'irrelevant'] as const;

/** One run by category, each share with its 95 % interval, as a Markdown table. */
export function categoryTable({ byCategory, byGroup }: Summary): string {
  const row = (name: string, counts: Counts) => [
    name,
    String(counts.questions),
    ...columns.map((column) => share(counts[column], counts.questions)),
  ];
  return markdownTable([
    ['', 'questions', ...columns],
    ...categories.filter((name) => byCategory[name].questions > 0).map((name) => row(name, byCategory[name])),
    ...groups.filter((name) => byGroup[name].questions > 0).map((name) => row(`**${name}**`, byGroup[name])),
  ]);
}

/** How many of the questions that its facts answer each business has right and wrong, as a Markdown table. */
export function businessTable({ byBusiness }: Summary): string {
  const row = ([name, { questions, right, wrong }]: [string, Counts]) => [
    name,
    String(questions),
    share(right, questions),
    share(wrong, questions),
  ];
  return markdownTable([['', 'answerable', 'right', 'wrong'], ...Object.entries(byBusiness).map(row)]);
}

/** How sure it was of what it quoted, and how much of that was right, as a Markdown table. */
export function reliabilityTable(calibration: Summary['calibration']): string {
  const rows = (calibration?.rows ?? []).map(({ from, questions, meanConfidence, right }) => [
    `${from.toFixed(1)} to ${(from + 0.1).toFixed(1)}`,
    String(questions),
    meanConfidence.toFixed(2),
    share(Math.round(right * questions), questions),
  ]);
  return markdownTable([['confidence', 'quotes', 'mean', 'right'], ...rows]);
}

const figures: readonly (readonly [Group, keyof Counts])[] = [
  ['answerable', 'right'],
  ['answerable', 'handed over'],
  ['answerable', 'wrong'],
  ['answerable', 'irrelevant'],
  ['not in the facts', 'handed over'],
  ['not in the facts', 'answered'],
  ['manners', 'as wanted'],
  ['other languages', 'as wanted'],
];

/** Runs side by side: what the targets are about, as a Markdown table. */
export function runsTable(runs: readonly Run[]): string {
  const all = ({ byGroup }: Summary, column: 'questions' | 'invented') =>
    groups.reduce((sum, group) => sum + byGroup[group][column], 0);
  return markdownTable([
    ['', ...runs.map(({ label }) => label)],
    ...figures.map(([group, column]) => [
      `${group}: ${column}`,
      ...runs.map(({ summary: { byGroup } }) => share(byGroup[group][column], byGroup[group].questions)),
    ]),
    ['TTFT p50, ms', ...runs.map(({ ttftMs }) => ttftMs?.p50.toFixed(0) ?? '')],
    ['calibration error of quotes', ...runs.map(({ summary }) => summary.calibration?.error.toFixed(3) ?? '')],
    ['all: invented', ...runs.map(({ summary }) => share(all(summary, 'invented'), all(summary, 'questions')))],
  ]);
}

/** All texts, to be read by eye: what fell short first. */
export function textsOf(results: readonly Result[]): string {
  const good = new Set(['right', 'as wanted']);
  const isGood = ({ question, graded }: Result) =>
    !graded.invented &&
    (good.has(graded.grade) || (groupOf(question) === 'not in the facts' && graded.grade === 'handed over'));
  const sorted = [...results].sort((a, b) => Number(isGood(a)) - Number(isGood(b)));
  return sorted.map(textOf).join('\n');
}

function textOf({ business, question, graded: { grade, invented, irrelevant, answer } }: Result): string {
  const marks = [grade, invented && 'invented', irrelevant && 'irrelevant sentence'].filter(Boolean).join(', ');
  return [
    `[${marks}] ${business}/${question.id} (${question.category})`,
    ...question.before.flatMap(({ customer, bot }) => [`  … ${customer}`, `  … > ${bot}`]),
    `  ${question.ask}`,
    `  > ${answer.text}`,
    ...(question.facts.length > 0 ? [`  wanted ${question.facts.join(', ')}`] : []),
    ...(answer.quoted.length > 0 ? [`  quoted ${answer.quoted.join(', ')}`] : []),
    '',
  ].join('\n');
}

/** `87 % (81–91)`, or nothing for none. */
function share(hits: number, trials: number): string {
  if (hits === 0) return trials === 0 ? '' : '–';
  const percent = (value: number) => (100 * value).toFixed(0);
  const { share, low, high } = wilson(hits, trials);
  return `${percent(share)} % (${percent(low)}–${percent(high)})`;
}
