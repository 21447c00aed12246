import { setTimeout as delay } from 'node:timers/promises';
import type { ModelError } from '../model-error.ts';
import type { OnProgress } from '../progress.ts';
import { findPip, type PipCommand } from './find-pip.ts';

/** Waits before the second attempt and the third; each is stretched by up to a half, so that machines do not knock in step. */
const WAITS_MS = [2_000, 8_000];

/** How to reach pip, and whom to tell. */
export interface PipOptions {
  onProgress: OnProgress;
  signal?: AbortSignal | undefined;
  /** Ways to pip; the default are those of the machine. */
  pipCandidates?: readonly PipCommand[] | undefined;
  waitsMs?: readonly number[] | undefined;
}

/**
 * Does something with pip, and again when it fails otherwise than by a full disk (`ENOSPC`).
 *
 * @param requirement the wheel that is wanted, as failures name it
 * @param unreachable the error when all attempts failed: each with its reason
 */
export async function retryPip(
  { onProgress, signal, pipCandidates, waitsMs = WAITS_MS }: PipOptions,
  requirement: string,
  attemptOnce: (pip: PipCommand) => Promise<void>,
  unreachable: (failures: readonly string[]) => ModelError,
): Promise<void> {
  const pip = await findPip(pipCandidates);
  if ('failures' in pip) throw unreachable(pip.failures);
  const failures: string[] = [];
  for (let attempt = 0; attempt <= waitsMs.length; attempt++) {
    try {
      return await attemptOnce(pip.command);
    } catch (error) {
      signal?.throwIfAborted();
      // Another attempt finds no more room.
      if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
      const reason = (error as Error).message;
      failures.push(`${pip.command.join(' ')} download ${requirement}: ${reason}`);
      const wait = waitsMs[attempt];
      if (wait === undefined) break;
      const waitMs = Math.round(wait * (1 + Math.random() / 2));
      onProgress({ step: 'retry', attempt: attempt + 2, attempts: waitsMs.length + 1, waitMs, reason });
      await delay(waitMs, undefined, { signal });
    }
  }
  throw unreachable(failures);
}
