// npm run bench:http [-- options]: POST /v1/chat, each request of a new visitor, answered from the answer cache.
//   --connections N   requests at a time (default: 64)
//   --seconds N       what is measured, after five seconds of warm-up (default: 60)
//   --check           fails where a target is missed, or a row is lost or doubled
// Figures are in .bench/http.json, the processes' logs in .bench/bench-http.log.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createDatabase } from '@frontdesk/database';
import pg from 'pg';
import { type Stack, startStack } from '../stack/stack.ts';
import { figuresOf, missesOf, targets } from './http/figures.ts';
import { keepAnswers, loadKeptQuestions, siteKey } from './http/kept-answers.ts';
import { type Measured, measure } from './http/measure.ts';
import { compareWithReplies, readStoredRows, type StoredRows } from './http/stored-rows.ts';
import type { Watched } from './load/process-watch.ts';
import { markdownTable } from './markdown-table.ts';

const warmUpSeconds = 5;
/** Above, somebody else wants the cores, and every figure is about both. */
const quietLoad = 0.5;

const { values: flags } = parseArgs({
  options: {
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '60' },
    check: { type: 'boolean', default: false },
  },
});
const settings = { connections: wholeNumber(flags.connections), seconds: wholeNumber(flags.seconds) };
const [loadBefore = 0] = loadavg();
if (loadBefore > quietLoad) {
  console.error(`The machine is busy (load ${loadBefore.toFixed(1)}): figures will be about others too.`);
}

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

function wholeNumber(flag: string): number {
  const count = Number(flag);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${flag} is not a whole number above 0`);
  return count;
}

/** @throws where the server would say that something is stored before it is */
async function watchedOf({ database: server, gateway, workers, web }: Stack, client: pg.Client): Promise<Watched[]> {
  const { rows } = await client.query<{ synchronous: string }>(
    `SELECT current_setting('synchronous_commit') AS synchronous`,
  );
  const [{ synchronous } = { synchronous: 'unknown' }] = rows;
  if (synchronous !== 'on') throw new Error(`synchronous_commit is ${synchronous}`);
  return [
    ...[gateway, ...workers, web].map((part) => ({ name: part.name, pid: () => part.pid })),
    // Not of a server on another machine.
    ...(server ? [{ name: 'database', pid: () => server.pid, hasFamily: true }] : []),
  ];
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
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  await mkdir('.bench', { recursive: true });
  const file = '.bench/http.json';
  const about = { at: new Date().toISOString(), machine, loadBefore, settings };
  await writeFile(
    file,
    JSON.stringify({ ...about, ...figures, questions, rows: stored.counts, broken, cores }, null, 2),
  );
  const { connections, seconds } = settings;
  console.log(`\n${connections} requests at a time for ${seconds} s on ${machine}; written to ${file}`);
  if (!flags.check) return;
  const misses = missesOf(figures, { questions, broken });
  for (const miss of misses) console.error(`falls short: ${miss}`);
  if (misses.length > 0) process.exitCode = 1;
  else console.log('all targets met');
}
