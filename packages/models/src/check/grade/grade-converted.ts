import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { env } from '../../env.ts';
import { prepareModel } from '../../prepare-model.ts';
import { readPreparedModel } from '../../prepared-model.ts';
import { withEngine } from '../engine/ways.ts';
import { gradeScene } from './grade-scene.ts';
import { type Grade, readGrades, readScenes } from './scenes.ts';

// npx tsx grade-converted.ts held.jsonl [--against rows.jsonl] [--rows out.jsonl]: the questions of grade.py, asked of the
// converted model (MODEL_DIR, or the default one), beside what grade.py --rows wrote of the fp32 weights. Exit code 1
// where the shares differ by more than a point.

/** Of all questions. */
const TOLERANCE_POINTS = 1;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { against: { type: 'string' }, rows: { type: 'string' } },
});
const [data] = positionals;
if (data === undefined)
  throw new Error('usage: grade-converted.ts held.jsonl [--against rows.jsonl] [--rows out.jsonl]');

const model = env.MODEL_DIR ? await readPreparedModel(env.MODEL_DIR) : await prepareModel();
const tokenizer = loadTokenizer(model);
const grades = await withEngine(model, { slots: 1 }, async (engine) => {
  const all: Grade[] = [];
  for (const scene of readScenes(data)) all.push(...(await gradeScene(engine, tokenizer, scene)));
  return all;
});
if (values.rows) writeFileSync(values.rows, grades.map((grade) => `${JSON.stringify(grade)}\n`).join(''));

const reference = values.against ? readGrades(values.against) : undefined;
if (reference?.some(({ question }, index) => question !== grades[index]?.question)) {
  throw new Error(`${values.against} is about other questions than ${data}`);
}
console.log(`${model.manifest.name}, ${model.manifest.adapter ? 'tuned' : 'not tuned'}: ${grades.length} questions\n`);
const categories = [...new Set(grades.map(categoryOf))].sort();
for (const category of categories) {
  printRow(category, (row) => categoryOf(row) === category, isAsWanted);
}
const total = printRow('all', () => true, isAsWanted);
const sentence = printRow('right quote, 2 or more', hasChoice, (row) => row.sentence === true);
if (reference) {
  const same = grades.filter((grade, index) => grade.said === reference[index]?.said).length;
  const shift = grades.map((grade, index) => Math.abs(grade.answer - (reference[index] as Grade).answer));
  const mean = shift.reduce((sum, value) => sum + value, 0) / shift.length;
  console.log(
    `\nsaid the same: ${percent(same / grades.length)}; share of answer differs by ${mean.toFixed(4)} on average`,
  );
  if (Math.max(Math.abs(total), Math.abs(sentence)) > TOLERANCE_POINTS) process.exitCode = 1;
}

/** Prints a group's share, and beside it the reference's. Returns by how many points they differ. */
function printRow(name: string, isOfGroup: (row: Grade) => boolean, isHit: (row: Grade) => boolean): number {
  const shareOf = (rows: readonly Grade[]) => rows.filter(isHit).length / rows.length;
  const group = grades.filter(isOfGroup);
  const share = shareOf(group);
  const cells = [name.padEnd(28), String(group.length).padStart(5), percent(share).padStart(9)];
  let points = 0;
  if (reference) {
    const expected = shareOf(reference.filter(isOfGroup));
    points = 100 * (share - expected);
    cells.push(`fp32 ${percent(expected).padStart(7)}`, `${points.toFixed(2).padStart(7)} points`);
  }
  console.log(cells.join('  '));
  return points;
}

function categoryOf({ category, wanted }: Grade): string {
  return `${category} (${wanted})`;
}

function isAsWanted({ said, wanted }: Grade): boolean {
  return said === wanted;
}

function hasChoice({ sentence, choices }: Grade): boolean {
  return sentence !== null && choices > 1;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
