// npm run bench:start-worker [-- --check]: a worker is killed, and another one takes its place. How long that one takes from
// its start until it is ready, and whether its first answer is as fast as its later ones. Three sites, whose prompts and
// passages are there, and nobody else asks anything.
//   --rounds N        how many workers one after the other (default: 5)
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { demoSites } from '../../prisma/demo-sites/index.ts';
import { type Answer, connectVisitor, type Visitor } from '../client/visitor.ts';
import { type Stack, startStack } from '../stack/stack.ts';
import { integer, judge, keep, loadBefore, machine } from './command.ts';
import { markdownTable } from './markdown-table.ts';
import { percentile } from './percentiles.ts';
import { readStages, stages } from './stages.ts';

const targets = { readyMs: 5_000, firstToSteady: 1.5 };
const importLimitMs = 120_000;
/** A socket may not ask as fast as answers come. */
const pauseMs = 300;

/** A worker's start, and its first question: of each site in turn. */
interface Round {
  site: string;
  readyMs: number;
  firstTtftMs: number;
  /** Of the questions after it. */
  steadyTtftMs: number[];
}
/** An answer, and to which question of which site. */
type Asked = Answer & { site: number; question: number };
/** First answers, those after them, and of these the ones to the same questions once more. */
const asked: Record<'first' | 'next' | 'again', Answer[]> = { first: [], next: [], again: [] };

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, check: { type: 'boolean', default: false } },
});
const rounds = integer('rounds', flags.rounds, 1);
// The same questions are asked again and again: none may be answered from an earlier answer.
const stack = await startStack({
  name: 'bench-start-worker',
  env: { VISITOR_MESSAGES_PER_MINUTE: '1000', ANSWER_CACHE: 'off' },
});
const visitors: Visitor[] = [];
try {
  await untilImported(stack.databaseUrl);
  for (const { key } of demoSites) visitors.push(await connectVisitor(stack.url, key));
  // Not counted: the first use of each connection and prepared statement of the gateway.
  await askAll();
  const measured: Round[] = [];
  for (let number = 0; number < rounds; number++) measured.push(await measureRound(stack, number % demoSites.length));
  await report(measured);
} finally {
  for (const visitor of visitors) visitor.close();
  await stack.stop();
}

/** What the sites know is imported by the first worker, beside answers. */
async function untilImported(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const deadline = Date.now() + importLimitMs; ; await sleep(200)) {
      const { rows } = await client.query(`SELECT count(*)::int AS left FROM knowledge_source WHERE state <> 'done'`);
      if (rows[0].left === 0) return;
      if (Date.now() > deadline) throw new Error(`${rows[0].left} facts of the demo sites were not imported in time`);
    }
  } finally {
    await client.end();
  }
}

async function measureRound({ workers }: Stack, first: number): Promise<Round> {
  const [worker] = workers;
  if (!worker) throw new Error('there is no worker');
  const killed = worker.pid;
  await worker.kill();
  // The supervisor waits a moment before it starts another one: that is no part of the start.
  while (worker.pid === undefined || worker.pid === killed) await sleep(1);
  const startedMs = performance.now();
  await worker.untilReady();
  const readyMs = performance.now() - startedMs;
  // As long after it is ready as each question after the answer before: what its start had others do is done.
  await sleep(pauseMs);
  const answer = await ask(first, 0);
  const steady = await askAll();
  const isAgain = ({ site, question }: Asked) => site === first && question === 0;
  asked.first.push(answer);
  asked.next.push(...steady.filter((one) => !isAgain(one)));
  asked.again.push(...steady.filter(isAgain));
  const steadyTtftMs = steady.map(({ ttftMs }) => ttftMs);
  return { site: demoSites[first]?.name ?? '', readyMs, firstTtftMs: answer.ttftMs, steadyTtftMs };
}

/** Asks each site what it suggests, one after the other. */
async function askAll(): Promise<Asked[]> {
  const answers: Asked[] = [];
  for (const [site, { suggestions }] of demoSites.entries()) {
    for (const question of suggestions.keys()) {
      await sleep(pauseMs);
      answers.push({ ...(await ask(site, question)), site, question });
    }
  }
  return answers;
}

async function ask(site: number, question: number): Promise<Answer> {
  const visitor = visitors[site];
  if (!visitor) throw new Error(`there is no site ${site}`);
  return visitor.ask(demoSites[site]?.suggestions[question] ?? '');
}

async function report(measured: readonly Round[]): Promise<void> {
  const ratio = ({ firstTtftMs, steadyTtftMs }: Round) => firstTtftMs / percentile(steadyTtftMs, 0.5);
  console.log(
    markdownTable([
      ['first asked', 'start to ready, ms', 'first TTFT, ms', 'median of the next, ms', 'ratio'],
      ...measured.map((round) => [
        round.site,
        round.readyMs.toFixed(0),
        round.firstTtftMs.toFixed(0),
        percentile(round.steadyTtftMs, 0.5).toFixed(0),
        ratio(round).toFixed(2),
      ]),
    ]),
  );
  const split = {
    first: await readStages(stack.databaseUrl, asked.first),
    next: await readStages(stack.databaseUrl, asked.next),
    again: await readStages(stack.databaseUrl, asked.again),
  };
  const medians = (of: keyof typeof asked) =>
    stages.map((stage) =>
      percentile(
        split[of].map((times) => times[stage]),
        0.5,
      ).toFixed(0),
    );
  console.log('\nWhere the time goes, at the median:\n');
  console.log(
    markdownTable([
      ['ms', ...stages],
      ['first', ...medians('first')],
      ['the next', ...medians('next')],
      ['the same questions again', ...medians('again')],
    ]),
  );
  const figures = {
    readyMs: Math.max(...measured.map(({ readyMs }) => readyMs)),
    firstToSteady: Math.max(...measured.map(ratio)),
  };
  const about = { at: new Date().toISOString(), cpu: machine, loadBefore };
  const file = await keep('start-worker.json', JSON.stringify({ ...about, figures, rounds: measured }, null, 2));
  console.log(`\n${rounds} workers on ${machine}, load ${loadBefore.toFixed(1)} before; written to ${file}`);
  if (flags.check) check(figures);
}

function check({ readyMs, firstToSteady }: { readyMs: number; firstToSteady: number }): void {
  // Also where nothing was measured.
  const misses = [
    !(readyMs <= targets.readyMs) && `the slowest start took ${readyMs.toFixed(0)} > ${targets.readyMs} ms`,
    !(firstToSteady <= targets.firstToSteady) &&
      `the slowest first answer took ${firstToSteady.toFixed(2)} > ${targets.firstToSteady} times the median`,
  ];
  judge(misses.filter((miss) => miss !== false));
}
