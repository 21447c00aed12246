// npm run fit:answers [-- options]: chooses what decides in mode quote, on businesses apart from the test's.
//   --out FILE   where the parameters are written (default: those of the default model, packages/answers)
// The pieces of the worker run in this process, without store and queue; what the model says is kept in .bench/, so that a
// second run needs no model. Each question that facts answer counts a second time, weighted less, with its facts taken away.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type DecisionParameters, defaultDecisionParameters, withCaution } from '@frontdesk/answers';
import { type Caution, caution } from '@frontdesk/protocol';
import { fitDecision, heldOutReliability } from '../answers/fit/fit-decision.ts';
import { fitRanking } from '../answers/fit/fit-ranking.ts';
import { type JudgedCase, judge, outcome } from '../answers/fit/judged-case.ts';
import { openOfflineSet } from '../answers/fit/offline-set.ts';
import { calibrationBusinesses, loadBusinesses } from '../answers/load-businesses.ts';
import { reliabilityTable } from '../answers/report.ts';
import { groups } from '../answers/summary.ts';
import { preparedDir } from './command.ts';

const { values: options } = parseArgs({
  options: { out: { type: 'string', default: 'packages/answers/src/quoting/decision-parameters.json' } },
});
const [modelDir, embeddingDir] = [preparedDir('MODEL_DIR'), preparedDir('EMBEDDING_DIR')];

const set = await openOfflineSet(await loadBusinesses(calibrationBusinesses), { modelDir, embeddingDir });
try {
  const written = set.cases.filter(({ withheld }) => !withheld);
  const ranked = await fitRanking(written, defaultDecisionParameters, (ranking, right, irrelevant) =>
    console.error(`${JSON.stringify(ranking)}: ${right} right, ${irrelevant} with a sentence too many`),
  );
  const judged: JudgedCase[] = [];
  for (const one of set.cases) judged.push(await judge(one, ranked));
  const parameters = fitDecision(judged, ranked);
  await writeFile(options.out, `${JSON.stringify(parameters, null, 2)}\n`);
  report(judged, parameters);
} finally {
  await set.save();
  await set.close();
}

function reportOutcomes(judged: readonly JudgedCase[], name: Caution, parameters: DecisionParameters): void {
  console.log(`${name}, threshold ${parameters.threshold}`);
  for (const withheld of [false, true]) {
    for (const group of groups) {
      const some = judged.filter((one) => one.group === group && one.withheld === withheld);
      const counts = new Map<string, number>();
      for (const one of some) {
        const { grade } = outcome(one, parameters);
        counts.set(grade, (counts.get(grade) ?? 0) + 1);
      }
      const shares = [...counts].map(([grade, count]) => `${((100 * count) / some.length).toFixed(1)} % ${grade}`);
      if (some.length > 0)
        console.log(`  ${group}${withheld ? ', facts taken away' : ''} (${some.length}): ${shares.join(', ')}`);
    }
  }
}

function report(judged: readonly JudgedCase[], parameters: DecisionParameters): void {
  console.log(`${JSON.stringify(parameters)}\n`);
  for (const one of caution.options) reportOutcomes(judged, one, withCaution(parameters, one));
  const calibration = heldOutReliability(judged, parameters);
  console.log(`\n${reliabilityTable(calibration)}`);
  console.log(`calibration error ${calibration.error.toFixed(3)}, each business by weights fitted to the others`);
}
