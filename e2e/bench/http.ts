// npm run bench:http [-- options]: POST /v1/chat, each request of a new visitor, answered from the answer cache.
//   --connections N   requests at a time (default: 64)
//   --seconds N       what is measured, after five seconds of warm-up (default: 60)
//   --check           fails where a target is missed, or a row is lost or doubled
// Figures are in .bench/http.json, the processes' logs in .bench/bench-http.log.
import { parseArgs } from 'node:util';
import { createDatabase } from '@frontdesk/database';
import pg from 'pg';
import { type Stack, startStack } from '../stack/stack.ts';
import { integer, judge, keep, loadBefore, machine, warnIfBusy } from './command.ts';
import { figuresOf, missesOf, targets } from './http/figures.ts';
import { keepAnswers, loadKeptQuestions, siteKey } from './http/kept-answers.ts';
import { type Measured, measure } from './http/measure.ts';
import { compareWithReplies, readStoredRows, type StoredRows } from './http/stored-rows.ts';
import type { Watched } from './load/process-watch.ts';
import { partsOf } from './load/stack-under-load.ts';
import { markdownTable } from './markdown-table.ts';

const warmUpSeconds = 5;

const { values: flags } = parseArgs({
  options: {
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '60' },
    check: { type: 'boolean', default: false },
  },
});
const settings = {
  connections: integer('connections', flags.connections, 1),
  seconds: integer('seconds', flags.seconds, 1),
};
warnIfBusy();

const stack = await startStack({ name: 'bench-http' });
const database = createDatabase({ url: stack.databaseUrl, maxConnections: 1 });
const client = new pg.Client({ connectionString: stack.databaseUrl });
try {
  await client.connect();
  const watched = await watchedOf(stack, client);
  const questions = await loadKeptQuestions();
  const siteId = await keepAnswers(database, questions);
  const measured = await measure({ url: stack.url, siteKey, questions, warmUpSeconds, ...settings }, watched);
  await report(measured, await readStoredRows(client, siteId), questions.length);
} finally {
  await client.end();
  await database.$disconnect();
  await stack.stop();
}

/** @throws where the server would say that something is stored before it is */
async function watchedOf(stack: Stack, client: pg.Client): Promise<Watched[]> {
  const { rows } = await client.query<{ synchronous: string }>(
    `SELECT current_setting('synchronous_commit') AS synchronous`,
  );
  const [{ synchronous } = { synchronous: 'unknown' }] = rows;
  if (synchronous !== 'on') throw new Error(`synchronous_commit is ${synchronous}`);
  return partsOf(stack);
}

async function report({ replies, cores }: Measured, stored: StoredRows, questions: number): Promise<void> {
  const figures = figuresOf(replies, settings.seconds);
  const broken = compareWithReplies(stored, replies);
  const { requestsPerSecond, latencyMs, answered, refused, problems } = figures;
  const rows = [
    ['', 'value', 'target'],
    ['requests/s', requestsPerSecond.toFixed(0), `≥ ${targets.requestsPerSecond}`],
    ['p50, ms', latencyMs.p50.toFixed(0), ''],
    ['p95, ms', latencyMs.p95.toFixed(0), `< ${targets.p95Ms}`],
    ['p99, ms', latencyMs.p99.toFixed(0), ''],
    ['different questions', String(questions), `≥ ${targets.questions}`],
    ['answered, warm-up included', String(answered), ''],
    ['refused or wrong', String(refused), '0'],
    ['stored with their answers', String(stored.messageIds.length), String(answered)],
    ...Object.entries(cores).map(([name, busy]) => [`${name}, cores`, busy.toFixed(2), '']),
  ];
  console.log(markdownTable(rows));
  for (const problem of [...broken, ...problems.slice(0, 5)]) console.error(`wrong: ${problem}`);
  const about = { at: new Date().toISOString(), machine, loadBefore, settings };
  const kept = { ...about, ...figures, questions, rows: stored.counts, broken, cores };
  const file = await keep('http.json', JSON.stringify(kept, null, 2));
  const { connections, seconds } = settings;
  console.log(`\n${connections} requests at a time for ${seconds} s on ${machine}; written to ${file}`);
  if (flags.check) judge(missesOf(figures, { questions, broken }));
}
