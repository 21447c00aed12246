import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Penalties } from '../sampling/penalties.ts';
import type { Sampling } from '../sampling/sampler.ts';

/** What a measured process is asked; each request has one reply. */
export type SideRequest =
  /** Tokens per second of all prompts' sequences together, each with its own prompt in the cache. */
  | { kind: 'decode'; prompts: number[][]; tokens: number; temperature: number }
  /** Tokens per second of reading a prompt that nothing is known of. */
  | { kind: 'prefill'; prompt: number[] };

/** One of the programs that are compared, in a process of its own. It idles while another one is measured. */
export class Side {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start(program: string, args: readonly string[]): Promise<Side> {
    const child = fork(program, args);
    const side = new Side(child);
    await side.#reply();
    return side;
  }

  async ask<T = number>(request: SideRequest | EngineRequest | KvRequest): Promise<T> {
    const reply = this.#reply();
    this.#child.send(request);
    return (await reply) as T;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  #reply(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const exited = (code: number | null) => reject(new Error(`a measured process ended with exit code ${code}`));
      this.#child.once('exit', exited);
      this.#child.once('message', (message) => {
        this.#child.off('exit', exited);
        resolve(message);
      });
    });
  }
}

/** What only our side is asked. */
export type EngineRequest =
  /** Milliseconds to the first id of a prompt of 512, uncached, and with its first 480 in the prefix cache. */
  | { kind: 'ttft'; seed: number }
  /** How much of a decode step of all prompts' sequences comes after the model's run: 0 to 1. */
  | { kind: 'sampling'; prompts: number[][]; tokens: number; options: SamplingOptions }
  /** How much longer the time between two tokens of `prompts`' sequences is while others' prompts of so many tokens are read. */
  | { kind: 'beside'; prompts: number[][]; reading: number[][] }
  /** Fills every slot to the brim and watches the process while all decode. */
  | { kind: 'full'; promptTokens: number; areDifferent: boolean };

/** All of a request that sampling is about and that JSON can say. */
export type SamplingOptions = Partial<Omit<Sampling & Penalties, 'logitBias'> & { logProbabilities: number }>;

export interface TtftReply {
  uncachedMs: number;
  cachedMs: number;
}

/** Time between two decode steps, in ms. */
export interface BesideReply {
  aloneMedianMs: number;
  aloneP99Ms: number;
  besideP99Ms: number;
  /** How many were looked at. */
  gaps: number;
}

export interface FullReply {
  /** Of a process that has nothing but the engine. */
  memoryBytes: number;
  /** Event loop, 99th percentile, while all slots decode; the timer's own interval is not counted. */
  lateP99Ms: number;
  decodeTokensPerSecond: number;
  prefixBytes: number;
  kvBytesPerToken: number;
}

/** What bench:kv asks a model of. */
export type KvRequest =
  | { kind: 'times'; counts: readonly number[]; context: number }
  /** Every window is decoded id by id, all of them side by side, as the engine does when it generates. */
  | { kind: 'perplexity'; windows: readonly (readonly number[])[] };

export interface KvReply {
  /** By number of sequences: median of a few steps. */
  stepMs?: Record<number, number>;
  prefillMs?: number;
  perplexity?: number;
  kvBytesPerToken?: number;
}
