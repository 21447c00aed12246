// npm run bench:answers [-- options]: asks the businesses of the test everything, through the real gateway, greedy.
//   --mode NAME        how sites know their facts (default: all-facts)
//   --questions PATH   a YAML file or a folder of them, such as a site's own regression cases (default: the test's businesses)
//   --only SLUG        these businesses alone; may be given more than once
//   --label TEXT       the run's name beside others (default: mode and model)
//   --at-a-time N      questions that are asked at the same time (default: 8)
//   --check            fails where the targets are missed
// The model is that of MODEL. Runs stay in .bench/answers.json, side by side, until they are run again; all texts of a
// run are in .bench/answers/.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createDatabase, type Database } from '@frontdesk/database';
import { readPreparedModel } from '@frontdesk/models';
import { type ClosedList, grade } from '../answers/grade.ts';
import { loadBusinesses, type NamedBusiness } from '../answers/load-businesses.ts';
import { type Mode, modes } from '../answers/mode.ts';
import { categoryTable, type Run, runsTable, textsOf } from '../answers/report.ts';
import { makeSite, type SiteUnderTest } from '../answers/site-under-test.ts';
import { misses, type Result, summarise } from '../answers/summary.ts';
import { startStack } from '../stack/stack.ts';
import { type Spread, spread } from './percentiles.ts';

interface KeptRun extends Run {
  at: string;
  cpu: string;
  mode: string;
  model: { name: string; hash: string };
  questions: number;
  /** Questions without an answer; they count as empty ones. */
  failed: number;
  ttftMs: Spread;
  totalMs: Spread;
}

const { values: options } = parseArgs({
  options: {
    mode: { type: 'string', default: 'all-facts' },
    questions: { type: 'string' },
    only: { type: 'string', multiple: true },
    label: { type: 'string' },
    'at-a-time': { type: 'string', default: '8' },
    check: { type: 'boolean', default: false },
  },
});
const mode = modes[options.mode];
if (!mode) throw new Error(`--mode takes one of: ${Object.keys(modes).join(', ')}`);
const businesses = (await loadBusinesses(options.questions)).filter(
  ({ slug }) => !options.only || options.only.includes(slug),
);
if (businesses.length === 0) throw new Error('no business of that name');

// Of all chances none is wanted here; and one address asks more than any customer may.
const unlimited = {
  TEMPERATURE: '0',
  ADDRESS_MESSAGES_PER_MINUTE: '1000000',
  ADDRESS_MINTS_PER_MINUTE: '1000000',
};
const stack = await startStack({ name: 'bench-answers', env: unlimited });
const database = createDatabase({ url: stack.databaseUrl });
try {
  const { manifest } = await readPreparedModel(stack.modelDir);
  const results = await askBusinesses({ gatewayUrl: stack.url, database }, mode, businesses);
  const timings = results.flatMap(({ timings }) => timings ?? []);
  const run: KeptRun = {
    label: options.label ?? `${options.mode}, ${manifest.name}`,
    at: new Date().toISOString(),
    cpu: `${cpus().length} × ${cpus()[0]?.model}`,
    mode: options.mode,
    model: { name: manifest.name, hash: manifest.modelHash },
    questions: results.length,
    failed: results.length - timings.length,
    ttftMs: spread(timings.map(({ ttftMs }) => ttftMs)),
    totalMs: spread(timings.map(({ totalMs }) => totalMs)),
    summary: summarise(results),
  };
  await report(run, results);
  if (options.check) check(run);
} finally {
  await database.$disconnect();
  await stack.stop();
}

async function askBusinesses(
  place: { gatewayUrl: string; database: Database },
  mode: Mode,
  businesses: readonly NamedBusiness[],
): Promise<Result[]> {
  const results: Result[] = [];
  const all = businesses.reduce((sum, { questions }) => sum + questions.length, 0);
  // One business after the other: its prompt stays in the cache meanwhile.
  for (const business of businesses) {
    const site = await makeSite(place, mode, business);
    const list = mode.list?.(business.name);
    const waiting = business.questions.map((question, index) => ({ question, index }));
    const answered: Result[] = [];
    const askOnAndOn = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        answered[next.index] = await askOne(site, business, next.question, list);
        if (process.stderr.isTTY) process.stderr.write(`\r${all - waiting.length} of ${all}, ${business.name}\x1b[K`);
      }
    };
    await Promise.all(Array.from({ length: Number(options['at-a-time']) }, askOnAndOn));
    results.push(...answered);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  return results;
}

async function askOne(
  site: SiteUnderTest,
  business: NamedBusiness,
  question: NamedBusiness['questions'][number],
  list: ClosedList | undefined,
): Promise<Result> {
  const asked = await site.ask(question).catch((error: unknown) => {
    console.error(`${business.slug}/${question.id}: ${error instanceof Error ? error.message : error}`);
    return { text: '', timings: null };
  });
  const graded = grade(question, asked.text, { business, list });
  return { business: business.slug, question, graded, timings: asked.timings };
}

async function report(run: KeptRun, results: readonly Result[]): Promise<void> {
  const kept = '.bench/answers.json';
  const texts = `.bench/answers/${run.label.replace(/[^\w.-]+/g, '-')}.txt`;
  await mkdir('.bench/answers', { recursive: true });
  const earlier: KeptRun[] = await readFile(kept, 'utf8').then(JSON.parse, () => []);
  const runs = [...earlier.filter(({ label }) => label !== run.label), run];
  await writeFile(kept, `${JSON.stringify(runs, null, 2)}\n`);
  await writeFile(texts, textsOf(results));
  console.log(`${categoryTable(run.summary)}\n\n${runsTable(runs)}\n`);
  const { questions, failed, ttftMs, totalMs } = run;
  console.log(
    [
      `${run.label}: ${questions} questions, ${failed} without an answer; 95 % intervals; ${run.cpu}`,
      `TTFT p50 ${ttftMs.p50.toFixed(0)} ms, p99 ${ttftMs.p99.toFixed(0)} ms; whole answers p50 ${totalMs.p50.toFixed(0)} ms`,
      `figures in ${kept}, all texts in ${texts}`,
    ].join('\n'),
  );
}

function check({ summary, failed }: KeptRun): void {
  const short = [...misses(summary), ...(failed > 0 ? [`${failed} questions without an answer`] : [])];
  for (const miss of short) console.error(`falls short: ${miss}`);
  if (short.length > 0) process.exitCode = 1;
  else console.log('all targets met');
}
