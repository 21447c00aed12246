// npm run bench:retrieval [-- --check]: whether the passage that answers a question is found, and how long that takes.
import { splitSentences } from '@frontdesk/knowledge';
import {
  embedPassages,
  type IndexedPassage,
  loadRetrievalModels,
  PassageIndex,
  type RetrievalModels,
  type RoundedVector,
  retrieve,
} from '@frontdesk/knowledge/retrieval';
import { LARGE_SETS, loadRetrievalSets } from '../answers/retrieval-set.ts';
import { keep, machine, preparedDir } from './command.ts';
import { type Spread, spread } from './percentiles.ts';

/** Among the first three, of each large organisation's passages; and the time in which they are found among 10,000: both of one way. */
const targets = { recallAt3: 0.95, p95Ms: 30 };
const TIMED_PASSAGES = [10_000, 100_000];
const TIMED_QUESTIONS = 100;

interface Question {
  ask: string;
  /** Ids of the passages that answer, each by itself. */
  answers: string[];
}

interface Site {
  slug: string;
  passages: IndexedPassage[];
  questions: Question[];
}

interface Recall {
  at1: number;
  at3: number;
  /** What something that orders the first ten better could reach. */
  at10: number;
  questions: number;
  passages: number;
}

interface WayRecall extends Recall {
  what: string;
  of: string;
}

interface WayTime {
  what: string;
  passages: number;
  p50: number;
  p95: number;
  /** Of the processor, whoever else is on the machine. */
  processor: Spread;
}

const models = await loadRetrievalModels(preparedDir('EMBEDDING_DIR'));
const ways: readonly (readonly [name: string, models: RetrievalModels])[] = [
  ['found', { embedder: models.embedder }],
  ['found and judged', models],
];
try {
  const sites = await readSites();
  const large = LARGE_SETS.map((slug) => sites.find((site) => site.slug === slug) as Site);
  const small = sites.filter((site) => !large.includes(site));
  const together: Site = {
    slug: 'together',
    passages: small.flatMap(({ passages }) => passages),
    questions: small.flatMap(({ questions }) => questions),
  };
  const misses: string[] = [];
  const recall: WayRecall[] = [];
  for (const [what, using] of ways) {
    for (const site of large) recall.push({ what, of: site.slug, ...(await measureRecall(site, using, misses)) });
    const apart = await inTurns(small, (site) => measureRecall(site, using, misses));
    recall.push({ what, of: 'nine businesses, each apart', ...sum(apart) });
    recall.push({ what, of: 'the nine in one index', ...(await measureRecall(together, using)) });
  }
  const times: WayTime[] = [];
  for (const passages of TIMED_PASSAGES) {
    const copies = await copiesOf(large[0] as Site, passages);
    for (const [what, using] of ways) {
      times.push({ what, passages, ...(await measureTime(large[0] as Site, copies, using)) });
    }
  }

  for (const [what] of ways) {
    console.log(`${what.padEnd(34)}first  among 3  among 10   questions  passages`);
    for (const row of recall.filter((row) => row.what === what)) printRecall(row);
  }
  console.log(`\nmilliseconds of a question, embedding included     p50    p95  of the processor's time`);
  for (const { passages, what, p50, p95, processor } of times) {
    const figures = [p50, p95, processor.p50, processor.p95].map((ms) => ms.toFixed(1).padStart(6));
    const name = `${String(passages).padStart(7)} passages, ${what}`;
    console.log(`${name.padEnd(47)} ${figures.join(' ')}`);
  }
  const kept = { at: new Date().toISOString(), cpu: machine, recall, times, misses };
  const file = await keep('retrieval.json', JSON.stringify(kept, null, 2));
  console.log(`\n${machine}; written to ${file}, with the questions whose passage was not among three`);
  if (process.argv.includes('--check')) check(recall, times);
} finally {
  await models.close();
}

async function readSites(): Promise<Site[]> {
  const sites: Site[] = [];
  for (const { slug, passages, questions } of await loadRetrievalSets()) {
    const texts = passages.map(({ id, title, text }) => ({
      id: `${slug}/${id}`,
      title,
      sentences: splitSentences(text),
    }));
    const vectors = await embedPassages(models.embedder, texts);
    sites.push({
      slug,
      passages: texts.map((text, place) => ({ ...text, vectors: vectors[place] as IndexedPassage['vectors'] })),
      questions: questions.map(({ ask, passage, also }) => ({
        ask,
        answers: [passage, ...also].map((id) => `${slug}/${id}`),
      })),
    });
  }
  return sites;
}

async function measureRecall(
  { passages, questions }: Site,
  using: RetrievalModels,
  misses: string[] = [],
): Promise<Recall> {
  const index = await PassageIndex.make(passages);
  const recall = { at1: 0, at3: 0, at10: 0, questions: questions.length, passages: passages.length };
  for (const { ask, answers } of questions) {
    const ten = (await retrieve(using, index, { question: ask, limit: 10 })).passages.map(({ id }) => id);
    const found = ten.slice(0, 3);
    const isAnswer = (id = '') => answers.includes(id);
    if (isAnswer(found[0])) recall.at1++;
    if (ten.some(isAnswer)) recall.at10++;
    if (found.some(isAnswer)) recall.at3++;
    else misses.push(`${ask} (${answers.join(', ')}; found ${found.join(', ')})`);
  }
  return recall;
}

/** The test's passages again and again, each time turned a little, as many as are wanted. */
function copiesOf({ passages }: Site, wanted: number): Promise<PassageIndex> {
  const copies = Array.from({ length: wanted }, (_, place): IndexedPassage => {
    const passage = passages[place % passages.length] as IndexedPassage;
    const shift = Math.floor(place / passages.length);
    const turn = ({ bytes, step }: RoundedVector): RoundedVector => ({
      bytes: bytes.map((_byte, at) => bytes[(at + shift) % bytes.length] as number),
      step,
    });
    const { vectors, sentences } = passage;
    return {
      ...{ id: String(place), title: `Part ${shift}`, sentences },
      vectors: { passage: turn(vectors.passage), sentences: vectors.sentences.map(turn) },
    };
  });
  return PassageIndex.make(copies);
}

async function measureTime({ questions }: Site, index: PassageIndex, using: RetrievalModels) {
  const times: number[] = [];
  const processor: number[] = [];
  for (const { ask } of questions.slice(0, TIMED_QUESTIONS)) {
    const [begin, before] = [performance.now(), process.cpuUsage()];
    await retrieve(using, index, { question: ask });
    times.push(performance.now() - begin);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1_000);
  }
  // What it costs, whoever else is on the machine.
  return { ...spread(times), processor: spread(processor) };
}

/** One after the other: where questions wait for the judge, it reads less of each. */
async function inTurns(sites: readonly Site[], measure: (site: Site) => Promise<Recall>): Promise<Recall[]> {
  const recalls: Recall[] = [];
  for (const site of sites) recalls.push(await measure(site));
  return recalls;
}

function sum(recalls: readonly Recall[]): Recall {
  const total = { at1: 0, at3: 0, at10: 0, questions: 0, passages: 0 };
  for (const recall of recalls) for (const key of Object.keys(total) as (keyof Recall)[]) total[key] += recall[key];
  return total;
}

function printRecall({ of, at1, at3, at10, questions, passages }: WayRecall): void {
  const percent = (count: number) => `${((100 * count) / questions).toFixed(1)} %`.padStart(8);
  console.log(
    `  ${of.padEnd(29)}${percent(at1)} ${percent(at3)} ${percent(at10)} ${String(questions).padStart(11)} ${String(passages).padStart(9)}`,
  );
}

function check(recall: readonly WayRecall[], times: readonly WayTime[]): void {
  const told = ways.map(([what]) => {
    const shares = recall
      .filter((row) => row.what === what && LARGE_SETS.includes(row.of))
      .map(({ at3, questions }) => at3 / questions);
    const p95 = times.find((row) => row.what === what)?.p95 ?? Number.NaN;
    const isKept = p95 <= targets.p95Ms && shares.every((share) => share >= targets.recallAt3);
    const percents = shares.map((share) => `${(100 * share).toFixed(1)} %`).join(' and ');
    return { isKept, text: `${what} has ${percents} among three in ${p95.toFixed(1)} ms (p95)` };
  });
  if (told.some(({ isKept }) => isKept)) return;
  const wanted = `${100 * targets.recallAt3} % of each large organisation in ${targets.p95Ms} ms`;
  console.error(`Missed: no way keeps ${wanted}: ${told.map(({ text }) => text).join('; ')}`);
  process.exitCode = 1;
}
