import { availableParallelism } from 'node:os';
import type { DecoderArchitecture } from './architecture.ts';
import { CostModel } from './cost-model.ts';
import { Decoder } from './decoder.ts';
import { EngineError } from './engine-error.ts';
import { Sampler } from './sampler.ts';
import { chooseStep, MAX_CHUNK_TOKENS, type Step } from './scheduler.ts';
import { Sequence } from './sequence.ts';
import type { SequenceRequest, SequenceResult, TokenStep } from './sequence-request.ts';
import { Slots } from './slots.ts';

export interface EngineOptions {
  /** The model's .onnx file; further files that it names lie beside it. */
  modelPath: string;
  architecture: DecoderArchitecture;
  /** Sequences that run at a time. Defaults to 32. */
  slots?: number;
  /** Tokens, prompt and answer together, that a sequence can have. Defaults to 2,048. */
  capacityTokens?: number;
  /** Threads that compute a step. Defaults to the processor's cores that this process may use, at most 4. */
  threads?: number;
  /** ONNX Runtime's shared library. Defaults to the one inside onnxruntime-node. */
  libraryPath?: string;
  /** Called after every run of the model. */
  onStep?: (step: StepReport) => void;
}

/** What a run of the model was. */
export interface StepReport {
  /** A chunk of one sequence, or one token of each that decodes. */
  kind: 'chunk' | 'decode';
  sequences: number;
  /** Tokens read, all sequences together. */
  tokens: number;
  /** The run, and the sampling after it. */
  ms: number;
}

export interface EngineStats {
  /** Sequences that have a slot. */
  running: number;
  /** Sequences that wait for one. */
  waiting: number;
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
  stats(): EngineStats;
  /** Runs a prompt and a few steps, so that memory and caches are warm for the first real sequence. */
  warmUp(): Promise<void>;
  /** Fails what waits and runs (`closed`), and gives all native memory back after the step under way. */
  close(): Promise<void>;
}

const DEFAULT_SLOTS = 32;
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
    slots: options.slots ?? DEFAULT_SLOTS,
    capacityTokens: options.capacityTokens ?? DEFAULT_CAPACITY_TOKENS,
    threads: options.threads ?? Math.min(availableParallelism(), DEFAULT_MAX_THREADS),
    libraryPath: options.libraryPath,
  });
  return new DecoderEngine(decoder, options.onStep);
}

class DecoderEngine implements Engine {
  readonly capacityTokens: number;
  readonly slots: number;
  readonly #decoder: Decoder;
  readonly #onStep: ((step: StepReport) => void) | undefined;
  readonly #sampler: Sampler;
  readonly #costs = new CostModel();
  readonly #slots: Slots<Sequence>;
  #waiting: Sequence[] = [];
  #arrivals = 0;
  #chunkMsSinceDecode = 0;
  /** Whether the loop will look at the queue again. */
  #looping = false;
  #loop: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(decoder: Decoder, onStep: ((step: StepReport) => void) | undefined) {
    this.#decoder = decoder;
    this.#onStep = onStep;
    this.#sampler = new Sampler(decoder.vocabSize);
    this.#slots = new Slots(decoder.slots, (from, to, tokens) => decoder.cache.move(from, to, tokens));
    this.capacityTokens = decoder.capacityTokens;
    this.slots = decoder.slots;
  }

  async *generate(request: SequenceRequest): AsyncGenerator<TokenStep, SequenceResult> {
    const sequence = new Sequence(request, this.#decoder, this.#arrivals++);
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

  stats(): EngineStats {
    return { running: this.#running.length, waiting: this.#waiting.length };
  }

  async warmUp(): Promise<void> {
    const promptTokens = Math.min(MAX_CHUNK_TOKENS, this.capacityTokens - 1);
    const promptIds = new Array<number>(promptTokens).fill(0);
    const steps = this.generate({ promptIds, maxTokens: 4, temperature: 0, topP: 1, seed: 0, stopIds: [] });
    while (!(await steps.next()).done);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const error = new EngineError('closed', 'the engine was closed');
    for (const sequence of [...this.#running, ...this.#waiting]) sequence.fail(error);
    await this.#loop;
    this.#decoder.release();
  }

  get #running(): Sequence[] {
    const { prefilling } = this.#slots;
    return prefilling ? [...this.#slots.decoding, prefilling] : [...this.#slots.decoding];
  }

  #submit(sequence: Sequence): void {
    if (this.#closing) throw new EngineError('closed', 'the engine is closed');
    this.#waiting.push(sequence);
    if (!this.#looping) this.#loop = this.#runLoop();
  }

  /** Steps until nobody is left. */
  async #runLoop(): Promise<void> {
    this.#looping = true;
    for (;;) {
      await this.#removeEnded();
      const step = this.#schedule();
      if (!step) break;
      await this.#run(step);
    }
    // In the same turn as the last look at the queue: who comes after it starts a new loop.
    this.#looping = false;
  }

  async #removeEnded(): Promise<void> {
    const now = performance.now();
    for (const sequence of [...this.#running, ...this.#waiting]) sequence.expire(now);
    await this.#slots.sweep(async () => {});
  }

  #schedule(): Step<Sequence, Sequence> | undefined {
    this.#waiting = this.#waiting.filter((sequence) => !sequence.ended);
    if (this.#slots.decoding.length === 0) this.#chunkMsSinceDecode = 0;
    return chooseStep(
      {
        slots: this.slots,
        decoding: this.#slots.decoding,
        prefilling: this.#slots.prefilling,
        waiting: this.#waiting,
        chunkMsSinceDecode: this.#chunkMsSinceDecode,
      },
      this.#costs,
    );
  }

  async #run(step: Step<Sequence, Sequence>): Promise<void> {
    if (step.kind === 'decode') {
      this.#chunkMsSinceDecode = 0;
      await this.#decode();
      return;
    }
    const startedMs = performance.now();
    const { kind, sequence } = step;
    if (kind === 'admit') this.#admit(sequence);
    await this.#readChunk(sequence, step.maxTokens);
    if (kind !== 'jump' && sequence.decodes && !sequence.ended) await this.#slots.join();
    this.#chunkMsSinceDecode += performance.now() - startedMs;
  }

  #admit(sequence: Sequence): void {
    this.#waiting = this.#waiting.filter((other) => other !== sequence);
    this.#slots.admit(sequence);
    sequence.begin(0);
  }

  /** Reads tokens of one sequence; a failure is that sequence's alone. */
  async #readChunk(sequence: Sequence, maxTokens: number): Promise<void> {
    const ids = sequence.nextUnread(maxTokens);
    const startedMs = performance.now();
    try {
      const logits = await this.#decoder.prefill(this.#slots.slotOf(sequence), ids, sequence.readTokens);
      this.#costs.observeChunk(ids.length, performance.now() - startedMs);
      this.#take(sequence, ids.length, logits);
    } catch (error) {
      sequence.fail(error);
    }
    this.#onStep?.({ kind: 'chunk', sequences: 1, tokens: ids.length, ms: performance.now() - startedMs });
  }

  /** Reads a token of every sequence that decodes, in one run. */
  async #decode(): Promise<void> {
    const sequences = [...this.#slots.decoding];
    const startedMs = performance.now();
    try {
      const logits = await this.#decoder.decode(
        sequences.map((sequence) => ({ id: sequence.nextUnread(1)[0] as number, position: sequence.readTokens })),
      );
      this.#costs.observeDecode(sequences.length, performance.now() - startedMs);
      for (const [row, sequence] of sequences.entries()) this.#take(sequence, 1, logits[row] as Float32Array);
    } catch {
      // Which one it was the error does not say. Alone, those that can go on do, and the others fail with their own.
      for (const sequence of sequences) await this.#readChunk(sequence, 1);
    }
    const tokens = sequences.length;
    this.#onStep?.({ kind: 'decode', sequences: tokens, tokens, ms: performance.now() - startedMs });
  }

  /** The model has read `count` tokens of the sequence; when these were all, it says the next. */
  #take(sequence: Sequence, count: number, logits: Float32Array): void {
    sequence.markRead(count);
    if (sequence.unreadTokens > 0 || sequence.ended) return;
    try {
      sequence.append(this.#sampler.sample(logits, sequence.sampling, sequence.generatedTokens));
    } catch (error) {
      sequence.fail(error);
    }
  }
}
