import { setTimeout as sleep } from 'node:timers/promises';
import type { GenerationConsumer, GenerationQueue } from '@frontdesk/queue';
import type { RunningAnswers } from './answers/running-answer.ts';
import type { RunningImports } from './knowledge/imports.ts';
import type { Heartbeat } from './readiness/heartbeat.ts';

/** How long a worker that stops goes on with what it has, before it gives it to others. */
const drainMs = 5_000;

/** How long it waits for all of that: the server of the queue may be away. After 10 s it would be ended. */
const patienceMs = 7_000;

/** Gateways look every second which workers take jobs. */
const untilSeenMs = 1_500;

export interface DrainOptions {
  workerId: string;
  consumer: GenerationConsumer;
  imports: RunningImports | undefined;
  heartbeat: Pick<Heartbeat, 'become'>;
  queue: Pick<GenerationQueue, 'release' | 'forget'>;
  answers: RunningAnswers;
  /** Tells of what failed. */
  report(what: string): (error: unknown) => void;
}

/**
 * Takes no more jobs, finishes what it can within 5 s, and gives the rest back to the queue. Whatever fails here, answers in hand
 * are given back, and what waits is given to others. Where the queue's server is away, what is left there is found by its rows.
 */
export async function drain(options: DrainOptions): Promise<void> {
  const { workerId, consumer, imports, heartbeat, queue, answers, report } = options;
  const toldAtMs = performance.now();
  const until = (ms: number) => sleep(Math.max(0, toldAtMs + ms - performance.now()), undefined, { ref: false });
  const drained = consumer.close().catch(report('the queue was not left in order'));
  const importsEnded = imports?.close().catch(report('imports did not end in order'));
  await heartbeat.become('draining').catch(report('draining was not announced'));
  const toSweeper = report('what waited for this worker was left to the sweeper');
  const released = queue.release(workerId).catch(toSweeper);
  await Promise.race([drained, until(drainMs)]);
  answers.releaseAll();
  const leave = async () => {
    await Promise.all([drained, importsEnded, released]);
    // Until then a gateway may have given it something: it knows from its last look alone who takes jobs.
    await until(untilSeenMs);
    await queue.forget(workerId).catch(toSweeper);
  };
  await Promise.race([leave(), until(patienceMs)]);
}
