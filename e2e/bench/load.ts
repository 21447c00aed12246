// npm run bench:load [-- options]: customers by the hundred, through the real gateway, over Socket.IO.
//   --users N         customers at a time (default: 200)
//   --seconds N       what is measured, after the warm-up (default: 180)
//   --think N         seconds from the end of an answer to the next message, on average (default: 40)
//   --tokens N        every answer has so many tokens, without knowledge and constraint, so that engines compare
//   --cache on|off    whether repeated questions may be answered without the model (default: off)
//   --workers N       each with its part of the cores (default: 1)
//   --plain           one answer at a time and nothing kept of prompts, as a plain server would do it
//   --pull            a second run in which workers pull plainly, beside the first: what affinity brings (--workers 2 or more)
//   --check           the product (200 users, everything on) and the engine (150 users, --tokens 45), three times each; fails
//                     where a median misses its target
//   --search          how many users each of the two holds, in steps of 10 %, and what breaks then; and the plain design
//   --only NAME       of --check and --search: product or engine
// What is asked for besides holds for --check and --search too; with --tokens they are about the engine alone. Figures are in
// .bench/load.json, charts in .bench/load.html, the processes' logs in .bench/bench-load.log.
import { parseArgs } from 'node:util';
import { judge, keep, loadBefore, machine, progress, stopSignal, warnIfBusy } from './command.ts';
import { describeMiss, medianOf, missesOf } from './load/judge.ts';
import { reportPage } from './load/page/page.ts';
import { type LoadReport, type RunReport, reportOf } from './load/report.ts';
import { runLoad } from './load/run-load.ts';
import { searchUsers } from './load/search-users.ts';
import {
  describeSettings,
  parseOptions,
  plainOf,
  profilesOf,
  pulledOf,
  type Settings,
  settingsOf,
} from './load/settings.ts';
import { figuresTable } from './load/table.ts';

const checkedRuns = 3;

const { values: flags } = parseArgs({
  options: {
    users: { type: 'string' },
    seconds: { type: 'string', default: '180' },
    think: { type: 'string', default: '40' },
    tokens: { type: 'string' },
    cache: { type: 'string' },
    workers: { type: 'string', default: '1' },
    plain: { type: 'boolean', default: false },
    pull: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    search: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const options = parseOptions(flags);
const { only } = flags;
if (flags.pull && (options.workers < 2 || flags.check || flags.search)) {
  throw new Error('--pull takes --workers 2 or more, and neither --check nor --search');
}
if (only !== undefined && only !== 'product' && only !== 'engine') throw new Error('--only takes product or engine');

warnIfBusy();
const signal = stopSignal();

const report: LoadReport = { at: new Date().toISOString(), machine, loadBefore, profiles: [], searches: [] };
if (flags.check || flags.search) {
  if (flags.check) for (const settings of profilesOf(options, only)) await measure(settings, checkedRuns);
  if (flags.search) for (const settings of profilesOf(options, only)) await compareDesigns(settings);
} else if (flags.pull) {
  await comparePulling(settingsOf(options));
} else {
  await measure(settingsOf(options), 1);
}
console.log(`\nOn ${report.machine}; figures in .bench/load.json, charts in .bench/load.html`);
if (process.platform !== 'linux') console.log('Left out: what single processes take, which only Linux tells (/proc).');
if (flags.check) {
  judge(report.profiles.flatMap(({ runs, misses }) => misses.map((miss) => `${runs[0]?.settings.profile}: ${miss}`)));
}

/** Runs the same settings several times, each with customers of its own, and prints all. */
async function measure(settings: Settings, count: number): Promise<RunReport[]> {
  console.log(`\n${describeSettings(settings)}\n`);
  const runs: RunReport[] = [];
  // Before the first run there is nothing to show.
  const profile: LoadReport['profiles'][number] = { runs, median: [], misses: [] };
  report.profiles.push(profile);
  for (let run = 1; run <= count; run++) {
    runs.push(await runOnce({ ...settings, seed: run }, count > 1 ? `run ${run} of ${count}: ` : ''));
    profile.median = medianOf(runs.map(({ figures }) => figures));
    profile.misses = missesOf(profile.median).map(describeMiss);
    await keepReport();
  }
  console.log(figuresTable(runs.map(({ figures }) => figures)));
  for (const [index, { broke }] of runs.entries()) {
    if (broke.length > 0) console.log(`\nRun ${index + 1} broke the promise:\n${broke.map(indent).join('\n')}`);
  }
  return runs;
}

/** The same customers twice: answers go where their conversation is in memory, and to whoever is free. */
async function comparePulling(settings: Settings): Promise<void> {
  const runs = [...(await measure(settings, 1)), ...(await measure(pulledOf(settings), 1))];
  const figures = runs.map((run) => run.figures);
  console.log(`\n${figuresTable(figures, ['affinity', 'plain pulling'])}`);
}

/** How many users the product holds, and how many times as many as a plain design. */
async function compareDesigns(settings: Settings): Promise<void> {
  const held = await search(settings);
  if (settings.design === 'plain') return;
  const heldPlainly = await search(plainOf(settings));
  const times = held && heldPlainly ? (held / heldPlainly).toFixed(1) : undefined;
  if (times)
    console.log(`\n${settings.profile}: ${times} times the users of one answer at a time without prefix cache`);
}

/** Looks for the number of users from which on the promise breaks. @returns how many it holds */
async function search(settings: Settings): Promise<number | undefined> {
  console.log(`\n${describeSettings(settings)}; how many more or fewer?\n`);
  const runs: RunReport[] = [];
  const kept: LoadReport['searches'][number] = {
    ...{
      profile: settings.profile,
      design: settings.design,
      held: undefined,
      broken: undefined,
      isComplete: false,
      runs,
    },
  };
  report.searches.push(kept);
  const found = await searchUsers(settings.users, async (users) => {
    const run = await runOnce({ ...settings, users }, `${users} users: `);
    runs.push(run);
    await keepReport();
    console.log(`${users} users: ${run.broke.length === 0 ? 'held' : `broken\n${run.broke.map(indent).join('\n')}`}`);
    return run.broke.length === 0;
  });
  Object.assign(kept, found);
  await keepReport();
  const { held, broken, isComplete } = found;
  console.log(
    `\n${settings.profile}: held for ${held ?? 'no'} users, broken at ${broken ?? 'none that was tried'}${isComplete ? '' : '; not all steps were tried'}`,
  );
  return held;
}

async function runOnce(settings: Settings, name: string): Promise<RunReport> {
  return reportOf(await runLoad(settings, { signal, progress: (what) => progress(`${name}${what}`) }));
}

/** After every run: it takes minutes, and what it has found out is kept should the next one be ended. */
async function keepReport(): Promise<void> {
  await keep('load.json', `${JSON.stringify(report)}\n`);
  await keep('load.html', reportPage(report));
}

function indent(line: string): string {
  return `  ${line}`;
}
