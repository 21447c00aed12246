import type { WorkerForgot } from '@frontdesk/protocol';
import { countOf } from '../words/count-of.ts';

/** Pure. What workers dropped from their memory, in a sentence; null where none was asked. */
export function describeWorkers(workers: readonly WorkerForgot[]): string | null {
  if (workers.length === 0) return null;
  if (workers.every(({ told, blocks }) => told && blocks === 0)) return 'No worker had any of it in memory.';
  return `Memory of workers: ${workers.map(describe).join('; ')}.`;
}

function describe({ workerId, told, blocks, bytes }: WorkerForgot): string {
  const dropped = blocks === 0 ? 'nothing' : `${countOf(blocks, 'KV block')} (${size(bytes)})`;
  if (told) return `${dropped} in ${workerId}`;
  return blocks === 0
    ? `${workerId} has not reported yet`
    : `${dropped} in ${workerId}, which has not reported all yet`;
}

const size = (bytes: number) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
