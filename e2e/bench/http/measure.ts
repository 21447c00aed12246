import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ProcessWatch, type Watched } from '../load/process-watch.ts';
import type { LoadPlan, Reply } from './load-plan.ts';

/** Until the first look that lies wholly in the measured time. */
const betweenLooksMs = 2_000;

export interface Measured {
  replies: Reply[];
  /** How many each process kept busy on average; empty where the system does not tell. */
  cores: Record<string, number>;
}

/** Lets a process of its own ask as planned, and looks on. */
export async function measure(plan: LoadPlan, watched: readonly Watched[]): Promise<Measured> {
  const asking = fork(join(import.meta.dirname, 'ask.ts'));
  const watch = new ProcessWatch([...watched, { name: 'generator', pid: () => asking.pid }], performance.now());
  try {
    const ended = once(asking, 'exit').then(([code]) => {
      throw new Error(`the process that asks ended with ${code}`);
    });
    asking.send(plan);
    const [replies] = (await Promise.race([once(asking, 'message'), ended])) as [Reply[]];
    return { replies, cores: coresOf(watch, plan) };
  } finally {
    watch.end();
    asking.kill();
  }
}

function coresOf({ usage }: ProcessWatch, { warmUpSeconds, seconds }: LoadPlan): Record<string, number> {
  const fromMs = warmUpSeconds * 1_000 + betweenLooksMs;
  const untilMs = (warmUpSeconds + seconds) * 1_000;
  const samples = usage.filter(({ atMs }) => atMs > fromMs && atMs < untilMs);
  const names = new Set(samples.flatMap(({ cores }) => Object.keys(cores)));
  return Object.fromEntries(
    [...names].map((name) => [name, samples.reduce((sum, { cores }) => sum + (cores[name] ?? 0), 0) / samples.length]),
  );
}
