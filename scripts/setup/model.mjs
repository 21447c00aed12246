import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { runTypeScript } from './command.mjs';

const DAY_MS = 24 * 60 * 60_000;

/**
 * Finds, fetches and converts the language model that `MODEL` or `MODEL_FILE` names, or the default one; all that is not
 * done yet. `MODEL_DIR` names a prepared model instead.
 *
 * @param {(progress: string) => void} report
 * @param {{ half?: boolean }} [options] `half`: attention, keys and values in 16 bits, as a GPU wants them
 * @returns {Promise<string>} the prepared model's folder
 * @throws {OperatorError} with what was tried and what to do, when it cannot be had
 */
export function prepareModel(report, { half = false } = {}) {
  return prepare(half ? ['prepare', '--half'] : ['prepare'], 'MODEL_DIR', report);
}

/**
 * Finds or fetches the model that finds passages: the one that `EMBEDDING_MODEL` names, or the default one.
 * `EMBEDDING_DIR` names a prepared one instead.
 *
 * @param {(progress: string) => void} report
 * @returns {Promise<string>} the prepared embedding model's folder
 * @throws {OperatorError} with what was tried and what to do, when it cannot be had
 */
export function prepareEmbeddingModel(report) {
  return prepare(['prepare-embedding'], 'EMBEDDING_DIR', report);
}

/**
 * A prepared embedding model in words: one that others publish comes without the network that judges what was found.
 *
 * @param {string} dir
 */
export function describeEmbeddingModel(dir) {
  const { files } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  if ('judge.onnx' in files) return dir;
  return `${dir}; nothing judges whether a passage answers, as only the default one can: expect more wrong answers`;
}

async function prepare(args, variable, report) {
  const given = process.env[variable];
  if (given) {
    if (existsSync(join(given, 'manifest.json'))) return given;
    throw new OperatorError(`${variable} is ${given}, which holds no prepared model (no manifest.json).`);
  }
  const dir = await runModels(args, report);
  if (!dir) throw new OperatorError('Preparing the model ended without a model.');
  return dir;
}

/**
 * Gives prepared models a new date, now and each day: another version's set-up removes those that were not used for long, and a
 * worker that starts again needs its own.
 *
 * @param {readonly (string | undefined)[]} dirs
 */
export function keepInUse(dirs) {
  const use = () => {
    for (const dir of dirs) {
      try {
        if (dir) utimesSync(dir, new Date(), new Date());
      } catch {
        // Another user's, who keeps it.
      }
    }
  };
  use();
  setInterval(use, DAY_MS).unref();
}

/**
 * Runs the program of packages/models, which tells its progress a line each.
 *
 * @param {string[]} args
 * @param {(progress: string) => void} report
 * @returns {Promise<string | undefined>} the folder that it made
 */
export async function runModels(args, report) {
  let dir;
  await runTypeScript('packages/models/src/cli.ts', args, {
    explainsItself: true,
    onLine: (line) => {
      const message = JSON.parse(line);
      if (message.dir) dir = message.dir;
      else report(describeModelProgress(message));
    },
  });
  return dir;
}

/**
 * A progress message of packages/models in words.
 *
 * @param {import('../../packages/models/src/progress.ts').PrepareProgress} progress
 * @returns {string}
 */
export function describeModelProgress(progress) {
  switch (progress.step) {
    case 'download':
      return `fetching, ${ofBytes(progress)}, ${megabytes(progress.bytesPerSecond)} MB/s`;
    case 'retry':
      return `fetching failed (${progress.reason}); attempt ${progress.attempt} of ${progress.attempts} in ${Math.round(progress.waitMs / 1000)} s`;
    case 'unpack':
      return `unpacking, ${ofBytes(progress)}`;
    case 'convert':
      return `converting, layer ${progress.layers + 1} of ${progress.total}`;
    case 'wait':
      return 'waiting for another process that prepares it';
    case 'rebuild':
      return `made anew: ${progress.reason}`;
    default:
      // A newer packages/models may tell more.
      return String(/** @type {{ step: string }} */ (progress).step);
  }
}

const ofBytes = ({ bytes, total }) =>
  `${megabytes(bytes)} of ${megabytes(total)} MB (${Math.floor((100 * bytes) / total)} %)`;
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
