// npm run simulate [-- --only NAME]: how many workers, which one, and who is let in, by the policies of packages/scaling, under
// customers that come and go in patterns. Service times are those that bench:engine measured here, or its README's.
//   --only NAME       one pattern: steady, daily, spike, "worker lost" or quoted
// Figures are in .bench/simulate.json, charts in .bench/simulate.html.
import { parseArgs } from 'node:util';
import { keep } from '../bench/command.ts';
import { markdownTable } from '../bench/markdown-table.ts';
import { type SimulationReport, simulationPage } from './page.ts';
import { patterns } from './patterns.ts';
import { runPattern } from './run-pattern.ts';
import { loadServiceTimes } from './service-times.ts';
import { gains, tableRows } from './table.ts';

const { values: flags } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = patterns.filter(({ name }) => flags.only === undefined || name === flags.only);
if (chosen.length === 0) throw new Error(`--only takes one of: ${patterns.map(({ name }) => name).join(', ')}`);

const times = loadServiceTimes();
const report: SimulationReport = { at: new Date().toISOString(), source: times.source, patterns: [] };
console.log(`Service times: ${times.source}`);
for (const pattern of chosen) {
  const ran = runPattern(pattern, times);
  report.patterns.push(ran);
  console.log(`\n${ran.name}: ${ran.description}\n\n${markdownTable(tableRows(ran))}\n\n${gains(ran).join('\n')}`);
}
await keep('simulate.json', `${JSON.stringify(report)}\n`);
await keep('simulate.html', simulationPage(report));
console.log('\nFigures in .bench/simulate.json, charts in .bench/simulate.html');
