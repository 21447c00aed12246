// npm run bench:chaos [-- options]: customers talk while workers, gateway and database are killed, stopped and restarted.
//   --users N     customers at a time, as the real chat client (default: 60)
//   --seconds N   in which things happen, after all customers have begun (default: 600)
//   --workers N   each with its part of the cores (default: 2); 1 shows how soon a single one is back
//   --seed N      draws what happens when, and what is asked (default: 1)
//   --redis       queues and notices on a Redis of its own, which is killed and forgets all as well
//   --check       fails where a target is missed
// Figures are in .bench/chaos.json, charts in .bench/chaos.html, the processes' logs in .bench/bench-chaos.log.
import { parseArgs } from 'node:util';
import { chaosPage } from './chaos/page/page.ts';
import type { ChaosReport } from './chaos/report.ts';
import { runChaos } from './chaos/run-chaos.ts';
import { nameOf, planEvents } from './chaos/schedule.ts';
import { describeChaos, parseChaosOptions } from './chaos/settings.ts';
import { takeOverRows } from './chaos/take-over-table.ts';
import { judge, keep, loadBefore, machine, progress, stopSignal } from './command.ts';
import { figuresTable } from './load/table.ts';
import { markdownTable } from './markdown-table.ts';

const { values: flags } = parseArgs({
  options: {
    users: { type: 'string', default: '60' },
    seconds: { type: 'string', default: '600' },
    workers: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    redis: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
});
const settings = parseChaosOptions(flags);

console.log(`\n${describeChaos(settings)}\n`);
for (const event of planEvents(settings)) console.log(`  at ${event.atSeconds.toFixed(0)} s: ${nameOf(event)}`);
const measured = await runChaos(settings, { signal: stopSignal(), progress });
const report: ChaosReport = {
  ...{ at: new Date().toISOString(), machine, loadBefore },
  ...measured,
};
await keep('chaos.json', `${JSON.stringify(report)}\n`);
await keep('chaos.html', chaosPage(report));

console.log(`\n${figuresTable([report.figures])}`);
console.log(`\nHow each take-over adds up, in ms:\n\n${markdownTable(takeOverRows(report.gaps))}`);
for (const { kind, what } of report.problems) console.log(`${kind}: ${what}`);
console.log(`\nOn ${report.machine}; figures in .bench/chaos.json, charts in .bench/chaos.html`);
if (flags.check) judge(report.misses);
