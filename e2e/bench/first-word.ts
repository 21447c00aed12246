// npm run bench:first-word [-- --check]: one customer, 50 questions one after the other, each in a conversation of its own.
// Where the time from send to first words goes, and how long whole answers take.
import { setTimeout as sleep } from 'node:timers/promises';
import { promise } from '@frontdesk/protocol';
import { type Answer, connectVisitor } from '../client/visitor.ts';
import { startStack } from '../stack/stack.ts';
import { judge, keep, machine } from './command.ts';
import { markdownTable } from './markdown-table.ts';
import { type Spread, spread } from './percentiles.ts';
import { questions } from './questions.ts';
import { readStages, stages } from './stages.ts';

/** The promise, how soon it is as a rule, and everything but prefill together. */
const targets = { ttftP99Ms: promise.ttftP99Ms, ttftP50Ms: 150, allButPrefillP50Ms: 30 };

// One customer asks faster here than people type.
const stack = await startStack({ name: 'bench-first-word', env: { VISITOR_MESSAGES_PER_MINUTE: '1000' } });
try {
  const answers = await askAll(stack.url);
  const split = await readStages(stack.databaseUrl, answers);
  const allButPrefill = split.map(({ prefill, ...rest }) => Object.values(rest).reduce((sum, ms) => sum + ms, 0));
  const rows: Record<string, Spread> = {
    TTFT: spread(answers.map((answer) => answer.ttftMs)),
    E2E: spread(answers.map((answer) => answer.e2eMs)),
    ...Object.fromEntries(stages.map((stage) => [stage, spread(split.map((times) => times[stage]))])),
    'all but prefill': spread(allButPrefill),
  };
  console.log(markdownTable(tableRows(rows)));
  const about = { at: new Date().toISOString(), cpu: machine, questions: answers.length };
  const file = await keep('first-word.json', JSON.stringify({ ...about, rows }, null, 2));
  console.log(`\n${answers.length} questions on ${machine}; milliseconds; written to ${file}`);
  if (process.argv.includes('--check')) check(rows);
} finally {
  await stack.stop();
}

async function askAll(url: string): Promise<Answer[]> {
  const visitor = await connectVisitor(url, 'demo');
  const answers: Answer[] = [];
  try {
    // Not counted: the first use of each connection and prepared statement.
    await visitor.ask('Hello!');
    for (const [index, question] of questions.entries()) {
      // Answers come faster than one socket may ask.
      await sleep(300);
      answers.push(await visitor.ask(question));
      if (process.stderr.isTTY) process.stderr.write(`\r${index + 1} of ${questions.length}`);
    }
  } finally {
    visitor.close();
  }
  if (process.stderr.isTTY) process.stderr.write('\r');
  return answers;
}

function tableRows(rows: Record<string, Spread>): string[][] {
  const figures = Object.entries(rows).map(([name, { p50, p95, p99 }]) => [
    name,
    ...[p50, p95, p99].map((ms) => ms.toFixed(1)),
  ]);
  return [['ms', 'p50', 'p95', 'p99'], ...figures];
}

function check({ TTFT, 'all but prefill': allButPrefill }: Record<string, Spread>): void {
  const limits = [
    { name: 'TTFT p50', ms: TTFT?.p50, most: targets.ttftP50Ms },
    { name: 'TTFT p99', ms: TTFT?.p99, most: targets.ttftP99Ms },
    { name: 'all but prefill p50', ms: allButPrefill?.p50, most: targets.allButPrefillP50Ms },
  ];
  // Also where nothing was measured.
  const misses = limits.filter(({ ms = Number.NaN, most }) => !(ms <= most));
  judge(misses.map(({ name, ms, most }) => `${name} ${ms?.toFixed(1)} > ${most} ms`));
}
