import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { runTypeScript } from './command.mjs';
import { runModels } from './model.mjs';

/**
 * Finds out what computes: an NVIDIA GPU, or the CPU and why. For a GPU the libraries are fetched that it needs.
 * `CUDA_DIR` names a folder that holds them, or is `none` for the CPU.
 *
 * @param {(progress: string) => void} report
 * @returns {Promise<{ cudaDir?: string, why?: string }>} one of them; `why` is a sentence without its full stop
 * @throws {OperatorError} when `CUDA_DIR` is no such folder
 */
export async function chooseDevice(report) {
  const given = process.env.CUDA_DIR;
  if (given === 'none') return { why: 'CUDA_DIR is none' };
  if (given && !existsSync(join(given, 'libonnxruntime_providers_cuda.so'))) {
    throw new OperatorError(`CUDA_DIR is ${given}, which holds no libonnxruntime_providers_cuda.so.`);
  }
  const { why } = JSON.parse(await runTypeScript('packages/engine/src/device/probe-cuda.ts'));
  if (why) return { why };
  if (given) return { cudaDir: given };
  try {
    const cudaDir = await runModels(['prepare-cuda'], report);
    return cudaDir ? { cudaDir } : { why: 'fetching the CUDA libraries ended without them' };
  } catch (error) {
    // Answers from the CPU are better than none.
    return { why: error instanceof OperatorError ? error.message.trim() : String(error) };
  }
}

/** In a few words, for the line of the step. @param {{ cudaDir?: string, why?: string }} device */
export function describeDevice(device) {
  return device.cudaDir ? `the GPU, with CUDA from ${device.cudaDir}` : `the CPU: ${device.why}`;
}
