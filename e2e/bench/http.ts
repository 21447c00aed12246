// npm run bench:http [-- options]: POST /v1/chat, each request of a new visitor, answered from the answer cache.
//   --connections N   requests at a time (default: 64)
//   --seconds N       what is measured, after five seconds of warm-up (default: 60)
//   --check           fails where a target is missed, or a row is lost or doubled
// Figures are in .bench/http.json, the processes' logs in .bench/bench-http.log.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createDatabase } from '@frontdesk/database';
import pg from 'pg';
import { startStack } from '../stack/stack.ts';
import { keepAnswers, loadKeptQuestions, siteKey } from './http/kept-answers.ts';
import type { LoadPlan, Reply } from './http/load-plan.ts';
import { compareWithReplies, readStoredRows } from './http/stored-rows.ts';
import { ProcessWatch, parentOf } from './load/process-watch.ts';
import { markdownTable } from './markdown-table.ts';
import { spread } from './percentiles.ts';

const targets = { requestsPerSecond: 500, p95Ms: 220, questions: 200 };
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
const [connections, seconds] = [flags.connections, flags.seconds].map((flag) => {
  const count = Number(flag);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${flag} is not a whole number above 0`);
  return count;
}) as [number, number];
const [loadBefore = 0] = loadavg();
if (loadBefore > quietLoad) {
  console.error(`The machine is busy (load ${loadBefore.toFixed(1)}): figures will be about others too.`);
}

const stack = await startStack({ name: 'bench-http' });
const database = createDatabase({ url: stack.databaseUrl, maxConnections: 1 });
const client = new pg.Client({ connectionString: stack.databaseUrl });
try {
  await client.connect();
  const questions = await loadKeptQuestions();
  const siteId = await keepAnswers(database, questions);
  const { rows } = await client.query<{ pid: number; synchronous: string }>(
    `SELECT pg_backend_pid() AS pid, current_setting('synchronous_commit') AS synchronous`,
  );
  const [server] = rows;
  if (server?.synchronous !== 'on') throw new Error(`synchronous_commit is ${server?.synchronous}`);
  const { replies, cores } = await measure(
    { url: stack.url, siteKey, questions, connections, warmUpSeconds, seconds },
    [
      { name: 'gateway', pid: () => stack.gateway.pid },
      ...(await databaseOf(server.pid)),
      { name: 'worker', pid: () => stack.workers[0]?.pid },
    ],
  );
  const stored = await readStoredRows(client, siteId);
  await report(replies, cores, { stored, questions: questions.length });
} finally {
  await client.end();
  await database.$disconnect();
  await stack.stop();
}

/** Not of a server on another machine, nor where the system does not tell. */
async function databaseOf(backend: number) {
  const pid = await parentOf(backend).catch(() => undefined);
  return pid === undefined ? [] : [{ name: 'database', pid: () => pid, hasFamily: true }];
}

/** Lets a process of its own ask, and looks on. @returns all replies, and how many cores each process kept busy */
async function measure(plan: LoadPlan, watched: ConstructorParameters<typeof ProcessWatch>[0]) {
  const asking = fork(join(import.meta.dirname, 'http/ask.ts'));
  const startedAtMs = performance.now();
  const watch = new ProcessWatch([...watched, { name: 'generator', pid: () => asking.pid }], startedAtMs);
  try {
    asking.send(plan);
    const ended = once(asking, 'exit').then(([code]) => {
      throw new Error(`the process that asks ended with ${code}`);
    });
    const [replies] = (await Promise.race([once(asking, 'message'), ended])) as [Reply[]];
    ended.catch(() => {});
    const fromMs = (plan.warmUpSeconds + 2) * 1_000;
    const samples = watch.usage.filter(
      ({ atMs }) => atMs > fromMs && atMs < (plan.warmUpSeconds + plan.seconds) * 1_000,
    );
    const names = new Set(samples.flatMap(({ cores }) => Object.keys(cores)));
    const cores = [...names].map((name) => {
      const sum = samples.reduce((total, sample) => total + (sample.cores[name] ?? 0), 0);
      return [name, sum / samples.length] as const;
    });
    return { replies, cores: Object.fromEntries(cores) };
  } finally {
    watch.end();
    asking.kill();
  }
}

interface Outcome {
  stored: Awaited<ReturnType<typeof readStoredRows>>;
  /** Different ones. */
  questions: number;
}

async function report(replies: readonly Reply[], cores: Record<string, number>, { stored, questions }: Outcome) {
  const measured = replies.filter(({ sentAtMs, tookMs }) => sentAtMs >= 0 && sentAtMs + tookMs <= seconds * 1_000);
  const answered = measured.filter(({ messageId }) => messageId !== null);
  const problems = [...new Set(replies.flatMap(({ problem }) => problem ?? []))];
  const requestsPerSecond = answered.length / seconds;
  const latencyMs = spread(answered.map(({ tookMs }) => tookMs));
  const broken = compareWithReplies(stored, replies);
  const rows = [
    ['', 'value', 'target'],
    ['requests/s', requestsPerSecond.toFixed(0), `≥ ${targets.requestsPerSecond}`],
    ['p50, ms', latencyMs.p50.toFixed(0), ''],
    ['p95, ms', latencyMs.p95.toFixed(0), `< ${targets.p95Ms}`],
    ['p99, ms', latencyMs.p99.toFixed(0), ''],
    ['different questions', String(questions), `≥ ${targets.questions}`],
    ['answered, warm-up included', String(replies.filter(({ messageId }) => messageId !== null).length), ''],
    ['refused or wrong', String(replies.filter(({ messageId }) => messageId === null).length), '0'],
    ['stored with answer', String(stored.messageIds.length), 'as answered'],
    ...Object.entries(cores).map(([name, busy]) => [`${name}, cores`, busy.toFixed(2), '']),
  ];
  console.log(markdownTable(rows));
  for (const problem of [...broken, ...problems.slice(0, 5)]) console.error(`wrong: ${problem}`);
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}`;
  const { counts } = stored;
  await mkdir('.bench', { recursive: true });
  const file = '.bench/http.json';
  const figures = { requestsPerSecond, latencyMs, questions, counts, problems, broken, cores };
  const settings = { connections, seconds };
  await writeFile(
    file,
    JSON.stringify({ at: new Date().toISOString(), machine, loadBefore, settings, ...figures }, null, 2),
  );
  console.log(`\n${connections} requests at a time for ${seconds} s on ${machine}; written to ${file}`);
  if (!flags.check) return;
  const misses = [
    requestsPerSecond < targets.requestsPerSecond && `${requestsPerSecond.toFixed(0)} requests/s`,
    !(latencyMs.p95 < targets.p95Ms) && `p95 ${latencyMs.p95.toFixed(0)} ms`,
    questions < targets.questions && `${questions} different questions`,
    problems.length > 0 && 'requests were refused or answered wrongly',
    ...broken,
  ].filter((miss) => miss !== false);
  for (const miss of misses) console.error(`falls short: ${miss}`);
  if (misses.length > 0) process.exitCode = 1;
  else console.log('all targets met');
}
