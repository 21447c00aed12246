import { integer } from '../command.ts';
import { leastThinkMs } from './customer.ts';

/** What is loaded: the product as its customers have it, or the engine alone, with answers of one length. */
export type ProfileName = 'product' | 'engine';

/** How answers are computed: as the product does, or one after the other with nothing kept of prompts, as a plain server would. */
export type Design = 'batched' | 'plain';

export interface Settings {
  profile: ProfileName;
  design: Design;
  /** Customers at a time. */
  users: number;
  /** What is measured, after the warm-up. */
  seconds: number;
  /** From the end of an answer to the customer's next message, on average. */
  thinkSeconds: number;
  /** Of every answer, without knowledge and constraint; left out, the product's own answers. */
  tokens?: number;
  /** Whether repeated questions may be answered without the model. */
  answerCache: 'on' | 'off';
  workers: number;
  /** Whether the gateway gives answers to the worker that has their conversation in memory; else whoever is free pulls. */
  affinity: 'on' | 'off';
  /** Another one draws other questions and thinking times. */
  seed: number;
}

/** What `npm run bench:load` was asked for; what was not given stands for itself. */
export interface Options {
  users?: number;
  seconds: number;
  think: number;
  tokens?: number;
  cache?: 'on' | 'off';
  workers: number;
  /** The plain design in place of the product's. */
  plain?: boolean;
}

const users: Record<ProfileName, number> = { product: 200, engine: 150 };
const engineTokens = 45;

/** One run as asked for. */
export function settingsOf(options: Options): Settings {
  const profile = options.tokens === undefined ? 'product' : 'engine';
  return {
    design: options.plain ? 'plain' : 'batched',
    ...{ profile, users: options.users ?? users.product, seconds: options.seconds, thinkSeconds: options.think },
    ...(options.tokens === undefined ? {} : { tokens: options.tokens }),
    ...{ answerCache: options.cache ?? 'off', workers: options.workers, affinity: 'on', seed: 1 },
  };
}

/**
 * The two profiles that the targets are about, or one of them: `only` that one, or the engine where a number of tokens is
 * asked for. The product has everything on; what was asked for besides holds for both.
 */
export function profilesOf(options: Options, only?: ProfileName): Settings[] {
  const { tokens, cache, ...others } = options;
  const wanted = only ?? (tokens === undefined ? undefined : 'engine');
  return [
    settingsOf({ ...others, cache: cache ?? 'on' }),
    settingsOf({ users: users.engine, ...others, tokens: tokens ?? engineTokens, cache: cache ?? 'off' }),
  ].filter(({ profile }) => !wanted || profile === wanted);
}

/** So many times as many users a search begins with where answers are batched. */
const plainShare = 0.2;

/** The same with the plain design, from fewer users on: what its search begins with. */
export function plainOf(settings: Settings): Settings {
  return { ...settings, design: 'plain', users: Math.max(1, Math.round(settings.users * plainShare)) };
}

/** The same where workers pull whatever waits, on the queue that all share: what affinity is compared with. */
export function pulledOf(settings: Settings): Settings {
  return { ...settings, affinity: 'off' };
}

/** @throws Error that says what a flag takes */
export function parseOptions(flags: {
  users?: string | undefined;
  seconds: string;
  think: string;
  tokens?: string | undefined;
  cache?: string | undefined;
  workers: string;
  plain?: boolean;
}): Options {
  const { cache } = flags;
  if (cache !== undefined && cache !== 'on' && cache !== 'off') throw new Error('--cache takes on or off');
  return {
    ...(flags.users === undefined ? {} : { users: integer('users', flags.users, 1) }),
    seconds: integer('seconds', flags.seconds, 10),
    think: integer('think', flags.think, leastThinkMs / 1_000),
    ...(flags.tokens === undefined ? {} : { tokens: integer('tokens', flags.tokens, 1) }),
    ...(cache === undefined ? {} : { cache }),
    workers: integer('workers', flags.workers, 1),
    ...(flags.plain ? { plain: true } : {}),
  };
}

/** A run's settings in a line. */
export function describeSettings(settings: Settings): string {
  const { profile, design, users, seconds, thinkSeconds, tokens, answerCache, workers, affinity } = settings;
  return [
    `${profile}${design === 'plain' ? ', one answer at a time, no prefix cache' : ''}: ${users} users`,
    `${seconds} s`,
    `think ${thinkSeconds} s`,
    tokens === undefined ? 'the product’s own answers' : `answers of ${tokens} tokens`,
    `answer cache ${answerCache}`,
    `${workers} worker${workers === 1 ? '' : 's'}`,
    ...(affinity === 'off' ? ['plain pulling'] : []),
  ].join(', ');
}
