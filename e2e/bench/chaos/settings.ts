import { integer } from '../command.ts';
import type { Settings } from '../load/settings.ts';

/** One run of `npm run bench:chaos`. Everything else is as in `npm run bench:load -- --tokens 45`. */
export interface ChaosSettings extends Pick<Settings, 'users' | 'seconds' | 'thinkSeconds' | 'workers' | 'seed'> {
  tokens: number;
  /** Whether queues and notices are on a Redis, which is killed as well. */
  redis: boolean;
}

/** @throws Error that says what a flag takes */
export function parseChaosOptions(flags: {
  users: string;
  seconds: string;
  workers: string;
  seed: string;
  redis?: boolean;
}): ChaosSettings {
  return {
    users: integer('users', flags.users, 1),
    seconds: integer('seconds', flags.seconds, 10),
    ...{ thinkSeconds: 40, tokens: 45 },
    workers: integer('workers', flags.workers, 1),
    seed: integer('seed', flags.seed, 1),
    redis: flags.redis ?? false,
  };
}

export function describeChaos({ users, seconds, thinkSeconds, tokens, workers, seed, redis }: ChaosSettings): string {
  return `${users} users, ${seconds} s, think ${thinkSeconds} s, answers of ${tokens} tokens, ${workers} worker${workers === 1 ? '' : 's'}, seed ${seed}${redis ? ', on Redis' : ''}`;
}
