import { availableParallelism } from 'node:os';
import type { DecoderArchitecture } from './architecture.ts';
import { Decoder } from './decoder.ts';
import type { DeviceOptions } from './device/open-device.ts';
import { EngineError } from './engine-error.ts';
import { EngineLoop } from './engine-loop.ts';
import type { Forgotten, PrefixStats } from './prefix-cache.ts';
import type { SequenceRequest, SequenceResult, TokenStep } from './sequence-request.ts';
import type { StepReport } from './step-runner.ts';

export interface EngineOptions extends DeviceOptions {
  /** The model's .onnx file; further files that it names lie beside it. */
  modelPath: string;
  architecture: DecoderArchitecture;
  /** Sequences that run at a time. Defaults to 32. */
  slots?: number;
  /**
   * Tokens, prompt and answer together, that a sequence can have: at most as many as the model knows. Defaults to 2,048, or to
   * that if it is less.
   */
  capacityTokens?: number;
  /** Memory for keys and values of prefixes that may come again. Defaults to 512 MiB. */
  prefixCacheBytes?: number;
  /**
   * Tokens of a prompt that one run reads at most. Between runs an ended sequence leaves its slot and a shorter prompt goes
   * first, so this bounds how long either waits; longer chunks are hardly faster. Defaults to 256.
   */
  maxChunkTokens?: number;
  /**
   * Ids of a sequence that runs alone that are guessed from what it has read, and read along with its next one: each that comes
   * true saves a step. They change nothing of what it says, but for rounding: a near-tie may turn, and what follows is another
   * text then. 0: none. Defaults to 12.
   */
  maxGuessedTokens?: number;
  /** Threads that compute a step. Defaults to the processor's cores that this process may use, at most 4. */
  threads?: number;
  /** Called after every run of the model. What it throws is a warning of the process, the first time. */
  onStep?: (step: StepReport) => void;
}

export interface EngineStats {
  /** Sequences that have a slot. */
  running: number;
  /** Sequences that wait for one. */
  waiting: number;
  /** `savedMs`: what reading the found tokens would have taken, less what copying them took. */
  prefix: PrefixStats & { savedMs: number };
}

/** Token ids in, token ids out. */
export interface Engine {
  readonly capacityTokens: number;
  /** Sequences that run at a time; the others wait. */
  readonly slots: number;
  /**
   * Generates ids; begins, and queues behind the calls before it, with the first `next()`. The engine does not wait
   * for a slow consumer: it runs on to the end, and the consumer finds several ids in a step. A consumer that leaves
   * (`break`, `return()`) frees the slot after the step under way, also while a `next()` waits, which has the end `cancelled` then.
   *
   * @throws EngineError `prompt_too_long`, `invalid_request`, `native_failure`, `closed`; from the generator's `next()`
   */
  generate(request: SequenceRequest): AsyncGenerator<TokenStep, SequenceResult>;
  stats(): EngineStats;
  /**
   * Reads `ids`, when no sequence waits, so that prompts that begin with them start at once; what is kept of them already
   * counts as used just now. Of an end that fills no block nothing is kept.
   *
   * @throws EngineError as `generate`
   */
  warm(ids: readonly number[]): Promise<void>;
  /** The same, and nothing evicts it until `release`; `tokens` says how much is kept. */
  pin(ids: readonly number[]): Promise<{ tokens: number; release(): void }>;
  /**
   * Drops what is kept of the prefixes of an owner, once those of its sequences that have ended have left their slots; one
   * that runs on is kept again at its end. What others have used since is theirs; what others go on from is dropped with the
   * last of theirs. Nothing leads to what was dropped any more; its keys and values lie where they were until those of others
   * are written over them.
   * @returns what was dropped at once
   */
  forget(owner: string): Promise<Forgotten>;
  /** Of whose prefixes something is kept, or will be once a sequence leaves its slot. */
  owners(): ReadonlySet<string>;
  /**
   * Runs a prompt and a few steps, so that memory and caches are warm for the first real sequence. Nothing of it is kept, and the
   * statistics of prefixes begin after it.
   */
  warmUp(): Promise<void>;
  /** Fails what waits and runs (`closed`), and gives all native memory back after the step under way. */
  close(): Promise<void>;
}

const DEFAULT_SLOTS = 32;
const DEFAULT_CAPACITY_TOKENS = 2048;
const DEFAULT_MAX_GUESSED_TOKENS = 12;
/** A step of a small model gains little beyond. */
const DEFAULT_MAX_THREADS = 4;

/**
 * Loads a model. One engine per process: ONNX Runtime leaks when sessions are made again and again.
 *
 * @throws EngineError `invalid_request` (an option is out of its range), `library_not_found`, `device_unavailable`, `native_failure` (the file can't be read, or there is no memory), `model_unsupported`
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  checkOptions(options);
  const { modelPath, architecture, cudaDir } = options;
  const { contextTokens = Number.POSITIVE_INFINITY } = architecture;
  const {
    slots = DEFAULT_SLOTS,
    capacityTokens = Math.min(DEFAULT_CAPACITY_TOKENS, contextTokens),
    maxGuessedTokens = DEFAULT_MAX_GUESSED_TOKENS,
    threads = Math.min(availableParallelism(), DEFAULT_MAX_THREADS),
  } = options;
  // Guesses are read with the next id; no more than a slot holds.
  const eachTokens = Math.min(maxGuessedTokens + 1, capacityTokens);
  const decoderOptions = { modelPath, architecture, slots, capacityTokens, eachTokens, threads, cudaDir };
  const decoder = await Decoder.load(decoderOptions);
  return new EngineLoop(decoder, { ...options, maxGuessedTokens });
}

/** A slot has room for a token of a prompt and one of an answer. */
const LEAST = { slots: 1, capacityTokens: 2, maxChunkTokens: 1, maxGuessedTokens: 0, threads: 1 };

function checkOptions(options: EngineOptions): void {
  const check = (isValid: boolean, name: keyof EngineOptions) => {
    if (!isValid) throw new EngineError('invalid_request', `${name} is ${options[name]}`);
  };
  for (const name of Object.keys(LEAST) as (keyof typeof LEAST)[]) {
    const count = options[name] ?? LEAST[name];
    check(Number.isInteger(count) && count >= LEAST[name], name);
  }
  check((options.prefixCacheBytes ?? 0) >= 0, 'prefixCacheBytes');
  const { capacityTokens = 0, architecture } = options;
  const { contextTokens = Number.POSITIVE_INFINITY } = architecture;
  if (capacityTokens <= contextTokens) return;
  const message = `capacityTokens is ${capacityTokens}, of which the model knows ${contextTokens}`;
  throw new EngineError('invalid_request', message);
}
