// npm run bench:answers [-- options]: asks the businesses of the test everything, through the real gateway, greedy.
//   --mode NAME        how sites know their facts (default: quote, the product's)
//   --questions PATH   a YAML file or a folder of them, such as a site's own regression cases (default: the test's businesses)
//   --documents        asks those that know what their documents say: price lists, terms, pages of questions
//   --only SLUG        these businesses alone; may be given more than once
//   --label TEXT       the run's name beside others (default: mode and model)
//   --in-process       asks in one process, without gateway, queue and store: mode quote alone, and no times; some eight times as fast
//   --at-a-time N      questions that are asked at the same time (default: 3; with more the judge is pressed, and reads less)
//   --check            fails where the targets are missed
// Times and tokens per second have a command of their own, bench:quoting. The model is that of MODEL. Runs stay in .bench/answers.json, side by side, until they are run again; all texts of a
// run are in .bench/answers/.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDecisionParameters } from '@frontdesk/answers';
import { createDatabase } from '@frontdesk/database';
import { readPreparedModel } from '@frontdesk/models';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { askInProcess } from '../answers/fit/ask-in-process.ts';
import { type ClosedList, grade } from '../answers/grade.ts';
import { loadBusinesses, type NamedBusiness } from '../answers/load-businesses.ts';
import { documentBusinesses, loadDocumentBusinesses } from '../answers/load-documents.ts';
import { type Mode, modes, type Place } from '../answers/mode.ts';
import { businessTable, categoryTable, type Run, reliabilityTable, runsTable, textsOf } from '../answers/report.ts';
import { makeSite, type SiteUnderTest } from '../answers/site-under-test.ts';
import { misses, type Result, summarise } from '../answers/summary.ts';
import { startStack } from '../stack/stack.ts';
import { integer, judge, machine, preparedDir } from './command.ts';
import { type Spread, spread } from './percentiles.ts';

interface KeptRun extends Run {
  at: string;
  cpu: string;
  mode: string;
  model: { name: string; hash: string };
  questions: number;
  /** Questions without an answer; they count as empty ones. */
  failed: number;
  /** Left out where there was no gateway to wait for. */
  ttftMs?: Spread;
  totalMs?: Spread;
}

const { values: options } = parseArgs({
  options: {
    mode: { type: 'string', default: 'quote' },
    questions: { type: 'string' },
    documents: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    label: { type: 'string' },
    'in-process': { type: 'boolean', default: false },
    'at-a-time': { type: 'string', default: '3' },
    check: { type: 'boolean', default: false },
  },
});
const atATime = integer('at-a-time', options['at-a-time'], 1);
const mode = modes[options.mode];
if (!mode) throw new Error(`--mode takes one of: ${Object.keys(modes).join(', ')}`);
const isWanted = ({ slug }: NamedBusiness) => !options.only || options.only.includes(slug);
// Before all that takes time: a mistake in a file is told at once.
const businesses = options.documents ? [] : (await loadBusinesses(options.questions)).filter(isWanted);
if (!options.documents && businesses.length === 0) throw new Error('no business of that name');

const kept = '.bench/answers.json';
const textsFile = ({ label }: Run) => `.bench/answers/${label.replace(/[^\w.-]+/g, '-')}.txt`;

const [modelDir, embeddingDir] = [preparedDir('MODEL_DIR'), preparedDir('EMBEDDING_DIR')];
if (options['in-process'] && mode !== modes.quote) throw new Error('--in-process goes with --mode quote');
await mkdir('.bench/answers', { recursive: true });
const model = await readPreparedModel(modelDir);
if (options.documents) {
  const tokenizer = loadTokenizer(model);
  const known = await loadDocumentBusinesses(documentBusinesses, (text) => tokenizer.encodeText(text).length);
  businesses.push(...known.filter(isWanted));
  if (businesses.length === 0) throw new Error('no business of that name');
}
const results = options['in-process']
  ? await askInProcess(businesses, { modelDir, embeddingDir }, defaultDecisionParameters)
  : await askThroughGateway(mode);
const run = makeRun(results);
await keep(run, results);
await report(run);
if (options.check) check(run, mode);

async function askThroughGateway(mode: Mode): Promise<Result[]> {
  // Of all chances none is wanted here; and one address asks more than any customer may.
  const unlimited = {
    TEMPERATURE: '0',
    ADDRESS_MESSAGES_PER_MINUTE: '1000000',
    ADDRESS_MESSAGES_PER_DAY: '1000000',
    ADDRESS_MINTS_PER_MINUTE: '1000000',
  };
  const parametersFile = resolve('.bench/answers/decision-parameters.json');
  if (mode.parameters) await writeFile(parametersFile, JSON.stringify(mode.parameters));
  const stack = await startStack({
    name: 'bench-answers',
    env: { ...unlimited, ...(mode.parameters ? { DECISION_PARAMETERS: parametersFile } : {}) },
  });
  const database = createDatabase({ url: stack.databaseUrl });
  try {
    const place = { gatewayUrl: stack.url, database, databaseUrl: stack.databaseUrl };
    const results: Result[] = [];
    for (const business of businesses) {
      results.push(...(await askBusiness(place, mode, business)));
      console.error(`${results.length} questions answered, the last of them by ${business.name}`);
      // A run takes its time: what it has found so far is kept should it be ended.
      await keep(makeRun(results), results);
    }
    return results;
  } finally {
    await database.$disconnect();
    await stack.stop();
  }
}

/** Asks one business everything, several questions at a time. */
async function askBusiness(
  place: Place & { gatewayUrl: string },
  mode: Mode,
  business: NamedBusiness,
): Promise<Result[]> {
  const site = await makeSite(place, mode, business);
  const list = mode.list?.(business);
  const waiting = [...business.questions.entries()];
  const results: Result[] = [];
  const askOnAndOn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, question] = next;
      results[index] = await askOne(site, business, question, list);
    }
  };
  await Promise.all(Array.from({ length: atATime }, askOnAndOn));
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
    return { text: '', timings: null, confidence: null };
  });
  const graded = grade(question, asked.text, { business, list });
  return { business: business.slug, question, graded, timings: asked.timings, confidence: asked.confidence };
}

function makeRun(results: readonly Result[]): KeptRun {
  const { name, modelHash } = model.manifest;
  const timings = results.flatMap(({ timings }) => timings ?? []);
  return {
    label: options.label ?? `${options.mode}, ${name}${options['in-process'] ? ', in process' : ''}`,
    at: new Date().toISOString(),
    cpu: machine,
    mode: options.mode,
    model: { name, hash: modelHash },
    questions: results.length,
    failed: options['in-process'] ? 0 : results.length - timings.length,
    ...(timings.length > 0 && {
      ttftMs: spread(timings.map(({ ttftMs }) => ttftMs)),
      totalMs: spread(timings.map(({ totalMs }) => totalMs)),
    }),
    summary: summarise(results),
  };
}

function readKept(): Promise<KeptRun[]> {
  return readFile(kept, 'utf8').then(JSON.parse, () => []);
}

async function keep(run: KeptRun, results: readonly Result[]): Promise<void> {
  const others = (await readKept()).filter(({ label }) => label !== run.label);
  await writeFile(kept, `${JSON.stringify([...others, run], null, 2)}\n`);
  await writeFile(textsFile(run), textsOf(results));
}

async function report(run: KeptRun): Promise<void> {
  const { summary } = run;
  const tables = [
    categoryTable(summary),
    businessTable(summary),
    reliabilityTable(summary.calibration),
    runsTable(await readKept()),
  ];
  console.log(`${tables.join('\n\n')}\n`);
  const { questions, failed, ttftMs, totalMs } = run;
  console.log(
    [
      `${run.label}: ${questions} questions, ${failed} without an answer; 95 % intervals; ${run.cpu}`,
      ...(ttftMs && totalMs
        ? [
            `TTFT p50 ${ttftMs.p50.toFixed(0)} ms, p99 ${ttftMs.p99.toFixed(0)} ms; whole answers p50 ${totalMs.p50.toFixed(0)} ms`,
          ]
        : []),
      `calibration error of what was quoted: ${summary.calibration?.error.toFixed(3) ?? 'nothing was'}`,
      `figures in ${kept}, all texts in ${textsFile(run)}`,
    ].join('\n'),
  );
}

function check({ summary, failed }: KeptRun, { list }: Mode): void {
  judge([
    ...misses(summary, { quotes: list !== undefined }),
    ...(failed > 0 ? [`${failed} questions without an answer`] : []),
  ]);
}
