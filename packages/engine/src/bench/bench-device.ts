// A part of npm run check:cuda: what bench:engine measures of our side alone, on the GPU (CUDA_DIR; without it on the CPU,
// which checks this program) and with the model that is used there. Arguments: --quick, --check as bench:engine has them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import {
  askTtft,
  measureAlone,
  measureFull,
  medianTtft,
  type OwnOptions,
  ownTargets,
  printOwnParts,
  progress,
  startEngine,
} from './own-parts.ts';
import type { TtftReply } from './side.ts';
import { checkTargets } from './targets.ts';

const { models }: { models: { float16: string } } = JSON.parse(process.env.KV_MODELS ?? '');
const isQuick = process.argv.includes('--quick');
const own: OwnOptions = {
  ...{ modelDir: models.float16, threads: Math.min(2, availableParallelism()), temperature: 0, isQuick },
  cudaDir: process.env.CUDA_DIR,
};
const parts = { ttft: await measureTtft(), ...(await measureAlone(own)), full: await measureFull(own) };
const targets = ownTargets(parts);
printOwnParts(parts);
mkdirSync('.bench', { recursive: true });
const device = own.cudaDir ? 'cuda' : 'cpu';
const report = { at: new Date().toISOString(), device, ...parts, targets };
writeFileSync('.bench/device.json', `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nOn ${device}; written to .bench/device.json`);
if (process.argv.includes('--check')) checkTargets(targets);

async function measureTtft() {
  progress('first tokens');
  const side = await startEngine(own, 8, 640);
  const replies: TtftReply[] = [];
  for (let round = 0; round < (isQuick ? 1 : 5); round++) replies.push(...(await askTtft(side, round)));
  await side.stop();
  return medianTtft(replies);
}
