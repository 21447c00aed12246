import { createRandom, integer, type Random } from '../load/random.ts';

/** Something that is done to the product. Workers count from 1. */
export type Strike =
  | { kind: 'worker-killed' | 'worker-stopped'; worker: number }
  | { kind: 'gateway-killed' | 'database-restarted' | 'redis-restarted' };

export type ChaosEvent = Strike & {
  /** From the beginning of the window. */
  atSeconds: number;
};

/** How long a stopped worker stands still. */
export const stoppedSeconds = 10;
/** Nothing happens in the last tenth, and never in the last minute of a longer run: what was begun is seen to its end. */
const quietShare = 0.1;
const mostQuietSeconds = 60;

/** After which nothing is to be seen of it any more: what died is warm again, and who had waited was served. */
const effectSeconds: Record<Strike['kind'], number> = {
  'worker-killed': 20,
  'worker-stopped': stoppedSeconds + 15,
  'gateway-killed': 15,
  'database-restarted': 15,
  'redis-restarted': 15,
};

export interface ScheduleOptions {
  seconds: number;
  workers: number;
  seed: number;
  /** Queues and notices are on Redis. */
  redis?: boolean;
}

/**
 * Pure: what happens when. Two workers killed, one stopped, the gateway killed, the database restarted, Redis too where there
 * is one, in an order and at times that the seed draws; each when the effect of the one before is over. Where the time is too short for all, the last
 * ones are left out. A single worker is not stopped: nobody could go on for it.
 */
export function planEvents({ seconds, workers, seed, redis = false }: ScheduleOptions): ChaosEvent[] {
  const random = createRandom(seed * 1_000_003);
  const first = integer(random, 1, workers);
  const strikes: Strike[] = [
    { kind: 'worker-killed', worker: first },
    { kind: 'worker-killed', worker: (first % workers) + 1 },
    ...(workers > 1 ? [{ kind: 'worker-stopped', worker: integer(random, 1, workers) } as const] : []),
    { kind: 'gateway-killed' },
    { kind: 'database-restarted' },
    ...(redis ? [{ kind: 'redis-restarted' } as const] : []),
  ];
  const usable = seconds - Math.min(mostQuietSeconds, quietShare * seconds);
  const planned = fitting(shuffle(random, strikes), usable);
  const spare = usable - lengthOf(planned);
  const delays = planned.map(() => spare * random()).sort((a, b) => a - b);
  return planned.map((strike, index) => ({
    ...strike,
    atSeconds: lengthOf(planned.slice(0, index)) + (delays[index] ?? 0),
  }));
}

/** When nothing is to be seen of an event any more, from the beginning of the window. */
export function effectEndsAt({ kind, atSeconds }: ChaosEvent): number {
  return atSeconds + effectSeconds[kind];
}

function lengthOf(strikes: readonly Strike[]): number {
  return strikes.reduce((sum, { kind }) => sum + effectSeconds[kind], 0);
}

function fitting(strikes: readonly Strike[], seconds: number): Strike[] {
  return strikes.filter((_, index) => lengthOf(strikes.slice(0, index + 1)) <= seconds);
}

function shuffle<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ item }) => item);
}

/** An event in a few words. */
export function nameOf(strike: Strike): string {
  switch (strike.kind) {
    case 'worker-killed':
      return `worker ${strike.worker} killed`;
    case 'worker-stopped':
      return `worker ${strike.worker} stopped`;
    case 'gateway-killed':
      return 'gateway killed';
    case 'database-restarted':
      return 'database restarted';
    case 'redis-restarted':
      return 'Redis killed and started';
  }
}
