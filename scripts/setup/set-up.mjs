import { buildApplications } from './build.mjs';
import { chooseDevice, describeDevice } from './cuda.mjs';
import { installDependencies } from './dependencies.mjs';
import { describeEmbeddingModel, prepareEmbeddingModel, prepareModel } from './model.mjs';
import { generatePrismaClient } from './prisma-client.mjs';
import { checkRequirements } from './requirements.mjs';
import { whileAlone } from './while-alone.mjs';

/**
 * Makes what a command needs, all that is not there yet, one step after the other, and one process at a time.
 *
 * @typedef {'dependencies' | 'client' | 'device' | 'model' | 'build'} Need
 *   the packages, which every other need includes; the generated database client; what a GPU, if there is one, computes with (without
 *   it the CPU computes); the prepared language model and embedding model; the applications, built
 *
 * @param {readonly Need[]} needs
 * @param {import('../terminal/steps.mjs').Step} step
 * @param {AbortSignal} signal ends the wait for another process
 * @returns {Promise<{ modelDir?: string, embeddingDir?: string, cudaDir?: string }>} the first two when the model was
 *   among the needs
 */
export async function setUp(needs, step, signal) {
  checkRequirements();
  if (needs.length === 0) return {};
  return whileAlone((announce) => make(needs, step, announce), { step, signal });
}

/**
 * @param {readonly Need[]} needs
 * @param {import('../terminal/steps.mjs').Step} step
 * @param {(pid: number) => void} announce
 */
async function make(needs, step, announce) {
  let modelDir;
  let embeddingDir;
  let cudaDir;
  await step('Dependencies', (report) => installDependencies(report, undefined, announce));
  // The applications import the client.
  if (needs.includes('client') || needs.includes('build')) await step('Database client', generatePrismaClient);
  if (needs.includes('device')) {
    await step('Device', async (report) => {
      const device = await chooseDevice(report);
      cudaDir = device.cudaDir;
      return describeDevice(device);
    });
  }
  if (needs.includes('model')) {
    await step('Language model', async (report) => {
      modelDir = await prepareModel(report, { half: cudaDir !== undefined });
      return modelDir;
    });
    await step('Embedding model', async (report) => {
      embeddingDir = await prepareEmbeddingModel(report);
      return describeEmbeddingModel(embeddingDir);
    });
  }
  if (needs.includes('build')) await step('Production build', buildApplications);
  return { modelDir, embeddingDir, cudaDir };
}
