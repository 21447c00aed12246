import { execFile, fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** node-llama-cpp, in a folder with a lock file of its own: it is large, and only this check wants it. */
export const ORACLE_DIR = join(import.meta.dirname, '..', '..', 'oracle');
/** Says for which lock file the folder's dependencies are installed. */
const INSTALLED_MARK = join(ORACLE_DIR, 'node_modules', '.installed-for');

export interface OracleRequest {
  texts: readonly string[];
  /** Token ids whose probabilities are asked for; each window stands alone. */
  windows: readonly (readonly number[])[];
  /** So many tokens at the start of a window are read and not scored. */
  skip: number;
  threads: number;
}

export interface OracleReply {
  /** Token ids of each text, with control tokens taken for text. */
  ids: number[][];
  /** For each window the natural log probability of its tokens from `skip + 1` on. */
  logProbabilities: number[][];
}

/** Asks llama.cpp about a GGUF file; installs it first if need be. */
export async function askOracle(ggufPath: string, request: OracleRequest): Promise<OracleReply> {
  await installOracle();
  return new Promise((resolve, reject) => {
    const child = fork(join(ORACLE_DIR, 'oracle.mjs'), [ggufPath], { serialization: 'advanced', execArgv: [] });
    let reply: OracleReply | undefined;
    child.once('message', (message) => {
      reply = message as OracleReply;
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (reply) resolve(reply);
      else reject(new Error(`the oracle ended with ${signal ?? `exit code ${code}`} before it answered`));
    });
    child.send(request);
  });
}

/** Installs node-llama-cpp into its folder, if that has not been done for its lock file. */
export async function installOracle(): Promise<void> {
  const lock = createHash('sha256')
    .update(await readFile(join(ORACLE_DIR, 'package-lock.json')))
    .digest('hex');
  const installed = await readFile(INSTALLED_MARK, 'utf8').catch(() => undefined);
  if (installed === lock) return;
  if (process.platform !== 'linux') {
    throw new Error(`the oracle's lock file holds binaries for linux x64 and arm64, not for ${process.platform}`);
  }
  console.error('Installing node-llama-cpp (about 100 MB, once) …');
  // Without the optional dependencies: GPU builds of hundreds of megabytes. With force: of the two CPU builds in the lock
  // file npm would refuse the one that is not for this machine.
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', '--omit=optional', '--force'], { cwd: ORACLE_DIR });
  await writeFile(INSTALLED_MARK, lock);
}
