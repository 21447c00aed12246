import { availableParallelism } from 'node:os';
import type { DecoderArchitecture } from './architecture.ts';
import { Decoder } from './decoder.ts';
import { EngineError } from './engine-error.ts';
import { Sampler } from './sampler.ts';
import { PREFILL_CHUNK_TOKENS, Scheduler, type Step } from './scheduler.ts';
import { Sequence, type SequenceRequest, type SequenceResult, type TokenStep } from './sequence.ts';

export interface EngineOptions {
  /** The model's .onnx file; further files that it names lie beside it. */
  modelPath: string;
  architecture: DecoderArchitecture;
  /** Tokens, prompt and answer together, that a sequence can have. Defaults to 2,048. */
  capacityTokens?: number;
  /** Threads that compute a step. Defaults to the processor's cores that this process may use, at most 4. */
  threads?: number;
  /** ONNX Runtime's shared library. Defaults to the one inside onnxruntime-node. */
  libraryPath?: string;
}

/** Token ids in, token ids out. */
export interface Engine {
  readonly capacityTokens: number;
  /** Sequences that run at a time; the others wait. */
  readonly slots: number;
  /**
   * Generates ids; begins, and queues behind the calls before it, with the first `next()`. The engine does not wait
   * for a slow consumer: it runs on to the end, and the consumer finds several ids in a step. A consumer that leaves
   * (`break`, `return()`) frees the slot.
   *
   * @throws EngineError `prompt_too_long`, `invalid_request`, `native_failure`, `closed`; from the generator's `next()`
   */
  generate(request: SequenceRequest): AsyncGenerator<TokenStep, SequenceResult>;
  /** Runs a prompt and a few steps, so that memory and caches are warm for the first real sequence. */
  warmUp(): Promise<void>;
  /** Fails what waits and runs (`closed`), and gives all native memory back after the step under way. */
  close(): Promise<void>;
}

const DEFAULT_CAPACITY_TOKENS = 2048;
/** A step of a small model gains little beyond. */
const DEFAULT_MAX_THREADS = 4;

/**
 * Loads a model. One engine per process: ONNX Runtime leaks when sessions are made again and again.
 *
 * @throws EngineError `library_not_found`, `native_failure` (the file can't be read), `model_unsupported`
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const decoder = await Decoder.load({
    modelPath: options.modelPath,
    architecture: options.architecture,
    capacityTokens: options.capacityTokens ?? DEFAULT_CAPACITY_TOKENS,
    threads: options.threads ?? Math.min(availableParallelism(), DEFAULT_MAX_THREADS),
    libraryPath: options.libraryPath,
  });
  return new DecoderEngine(decoder);
}

class DecoderEngine implements Engine {
  readonly capacityTokens: number;
  readonly slots: number;
  readonly #decoder: Decoder;
  readonly #sampler: Sampler;
  readonly #scheduler: Scheduler;
  /** Whether the loop will look at the queue again. */
  #looping = false;
  #loop: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
    this.#sampler = new Sampler(decoder.vocabSize);
    this.#scheduler = new Scheduler(decoder.slots);
    this.capacityTokens = decoder.capacityTokens;
    this.slots = decoder.slots;
  }

  async *generate(request: SequenceRequest): AsyncGenerator<TokenStep, SequenceResult> {
    const sequence = new Sequence(request, this.capacityTokens, this.#decoder.vocabSize);
    const { signal } = request;
    const cancel = () => sequence.cancel();
    signal?.addEventListener('abort', cancel);
    try {
      if (signal?.aborted) sequence.cancel();
      this.#submit(sequence);
      for (;;) {
        const taken = await sequence.take();
        if ('finishReason' in taken) return taken;
        yield taken;
      }
    } finally {
      sequence.cancel();
      signal?.removeEventListener('abort', cancel);
    }
  }

  async warmUp(): Promise<void> {
    const promptTokens = Math.min(PREFILL_CHUNK_TOKENS, this.capacityTokens - 1);
    const promptIds = new Array<number>(promptTokens).fill(0);
    const steps = this.generate({ promptIds, maxTokens: 4, temperature: 0, topP: 1, seed: 0, stopIds: [] });
    while (!(await steps.next()).done);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#failAll(new EngineError('closed', 'the engine was closed'));
    await this.#loop;
    this.#decoder.release();
  }

  #submit(sequence: Sequence): void {
    if (this.#closing) throw new EngineError('closed', 'the engine is closed');
    this.#scheduler.add(sequence);
    if (!this.#looping) this.#loop = this.#runLoop();
  }

  /** Steps until nobody is left. */
  async #runLoop(): Promise<void> {
    this.#looping = true;
    for (let step = this.#scheduler.schedule(); step; step = this.#scheduler.schedule()) await this.#run(step);
    // In the same turn as the last look at the queue: who comes after it starts a new loop.
    this.#looping = false;
  }

  /** A failing step fails its sequence; the others go on. */
  async #run({ sequence, tokens }: Step): Promise<void> {
    try {
      const logits = await this.#decoder.run(sequence.nextUnread(tokens), sequence.readTokens);
      sequence.markRead(tokens);
      if (sequence.unreadTokens > 0) return;
      sequence.append(this.#sampler.sample(logits, sequence.sampling, sequence.generatedTokens));
    } catch (error) {
      sequence.fail(error);
    }
  }

  #failAll(error: EngineError): void {
    for (const sequence of this.#scheduler.sequences) sequence.fail(error);
  }
}
