import assert from 'node:assert/strict';
import { CostModel } from './cost-model.ts';
import type { Decoder } from './decoder.ts';
import type { DeviceBuffer } from './device/device.ts';
import type { Engine, EngineOptions, EngineStats } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { type Forgotten, PrefixCache, type PrefixLease } from './prefix-cache.ts';
import { chooseStep, type Step } from './scheduler.ts';
import { Sequence, type SequencePurpose } from './sequence.ts';
import type { SequenceRequest, SequenceResult, TokenStep } from './sequence-request.ts';
import { Slots } from './slots.ts';
import { StepRunner } from './step-runner.ts';

const DEFAULT_PREFIX_CACHE_BYTES = 512 * 1024 * 1024;
const DEFAULT_MAX_CHUNK_TOKENS = 256;
/** A prefix is found in steps of so many tokens: half of it is read again on average. Smaller blocks copy slower. */
export const BLOCK_TOKENS = 16;

/** More than it takes to run whatever runs several sequences at once. */
const WARM_SEQUENCES = 8;

const WARM_UP_OWNER = 'warm-up';

/** After so many it is looked whether there is memory for more prefixes again, where others had taken it. */
const PROMPTS_PER_LOOK = 64;

/** The engine's loop: who waits, who has a slot, and what is done next. */
export class EngineLoop implements Engine {
  readonly capacityTokens: number;
  readonly slots: number;
  readonly #decoder: Decoder;
  readonly #prefixes: PrefixCache<DeviceBuffer>;
  readonly #costs = new CostModel();
  readonly #slots: Slots<Sequence>;
  readonly #runner: StepRunner;
  readonly #maxChunkTokens: number;
  readonly #maxGuessedTokens: number;
  #waiting: Sequence[] = [];
  #arrivals = 0;
  /** Prompts that have been read: after each, what waits may find more in the cache. */
  #promptsRead = 0;
  #chunkMsSinceDecode = 0;
  #savedMs = 0;
  /** Whether the loop will look at the queue again. */
  #looping = false;
  #loop: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  #forgetting: { owner: string; done: (forgotten: Forgotten) => void }[] = [];

  constructor(decoder: Decoder, options: EngineOptions) {
    const { onStep, prefixCacheBytes = DEFAULT_PREFIX_CACHE_BYTES } = options;
    this.#maxChunkTokens = options.maxChunkTokens ?? DEFAULT_MAX_CHUNK_TOKENS;
    // They are read with the next id.
    this.#maxGuessedTokens = Math.min(options.maxGuessedTokens ?? Number.POSITIVE_INFINITY, decoder.eachTokens - 1);
    this.#decoder = decoder;
    this.#prefixes = new PrefixCache({
      blockTokens: BLOCK_TOKENS,
      blockBytes: BLOCK_TOKENS * decoder.cache.bytesPerToken,
      allocate: () => decoder.cache.allocateBlock(BLOCK_TOKENS),
      budgetBytes: prefixCacheBytes,
    });
    this.#limitPrefixes();
    this.#slots = new Slots(decoder.slots, (from, to, tokens) => decoder.cache.move(from, to, tokens));
    const [slots, prefixes, costs] = [this.#slots, this.#prefixes, this.#costs];
    this.#runner = new StepRunner({ decoder, slots, prefixes, costs, onStep });
    this.capacityTokens = decoder.capacityTokens;
    this.slots = decoder.slots;
  }

  generate(request: SequenceRequest): AsyncGenerator<TokenStep, SequenceResult> {
    const leaving = new AbortController();
    const steps = this.#follow(request, 'generate', leaving.signal);
    // A generator's own waits until a `next()` that is under way has something.
    const leave = steps.return.bind(steps);
    return Object.assign(steps, {
      return: (result: SequenceResult | PromiseLike<SequenceResult>) => {
        leaving.abort();
        return leave(result);
      },
    });
  }

  async *#follow(
    request: SequenceRequest,
    purpose: SequencePurpose,
    leaving?: AbortSignal,
  ): AsyncGenerator<TokenStep, SequenceResult> {
    const sequence = new Sequence(request, this.#decoder, this.#arrivals++, purpose);
    const { signal } = request;
    const cancel = () => sequence.cancel();
    signal?.addEventListener('abort', cancel);
    leaving?.addEventListener('abort', cancel);
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
    const prefix = { ...this.#prefixes.stats, savedMs: this.#savedMs };
    return { running: this.#running.length, waiting: this.#waiting.length, prefix };
  }

  async warm(ids: readonly number[]): Promise<void> {
    if (this.#prefixes.stats.budgetBlocks === 0) return;
    const promptIds = ids.slice(0, ids.length - (ids.length % BLOCK_TOKENS));
    if (this.#prefixes.refresh(promptIds) === promptIds.length) return;
    const prompt = { promptIds, maxTokens: 1, temperature: 0, topP: 1, seed: 0, stopIds: [] };
    await this.#follow({ ...prompt, priority: Number.POSITIVE_INFINITY }, 'read').next();
  }

  async pin(ids: readonly number[]): Promise<{ tokens: number; release(): void }> {
    await this.warm(ids);
    return this.#prefixes.pin(ids);
  }

  forget(owner: string): Promise<Forgotten> {
    return new Promise((done) => {
      this.#forgetting.push({ owner, done });
      if (!this.#looping) this.#loop = this.#runLoop();
    });
  }

  owners(): ReadonlySet<string> {
    const owners = this.#prefixes.owners;
    for (const { owner } of this.#running) if (owner !== undefined) owners.add(owner);
    return owners;
  }

  async warmUp(): Promise<void> {
    const promptTokens = Math.min(this.#maxChunkTokens, this.capacityTokens - 1);
    const promptIds = new Array<number>(promptTokens).fill(0);
    const prompt = { promptIds, owner: WARM_UP_OWNER, temperature: 0, topP: 1, seed: 0, stopIds: [] };
    const answer = async (maxTokens: number) => {
      const steps = this.generate({ ...prompt, maxTokens });
      while (!(await steps.next()).done);
    };
    await answer(4);
    // Several at once go through another graph. Where the machine is so slow that a step comes after each prompt, the first
    // must not have ended before the last one decodes.
    await Promise.all(Array.from({ length: Math.min(this.slots, WARM_SEQUENCES) }, () => answer(WARM_SEQUENCES)));
    await this.forget(WARM_UP_OWNER);
    this.#prefixes.resetCounts();
    this.#savedMs = 0;
  }

  /** Makes sure that the books are right, once nobody waits, runs or is in a slot: for tests. */
  check(): void {
    assert(this.#waiting.length === 0 && this.#running.length === 0, 'somebody is left');
    this.#prefixes.check({ idle: true });
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
    return [...this.#slots.decoding, ...this.#slots.prefilling];
  }

  #submit(sequence: Sequence): void {
    if (this.#closing) throw new EngineError('closed', 'the engine is closed');
    try {
      sequence.sayForced();
    } catch (error) {
      sequence.fail(error);
    }
    if (sequence.ended) return;
    this.#waiting.push(sequence);
    if (!this.#looping) this.#loop = this.#runLoop();
  }

  /** Steps until nobody is left. */
  async #runLoop(): Promise<void> {
    this.#looping = true;
    for (;;) {
      try {
        await this.#removeEnded();
        const step = this.#schedule();
        if (step) await this.#run(step);
        else if (this.#forgetting.length === 0) break;
      } catch (error) {
        this.#failAll(error);
      }
    }
    // In the same turn as the last look at the queue: who comes after it starts a new loop.
    this.#looping = false;
  }

  /** Whose fault it was nobody knows, nor what lies where: those that come begin anew. */
  #failAll(cause: unknown): void {
    const error =
      cause instanceof EngineError ? cause : new EngineError('native_failure', `a step failed: ${cause}`, { cause });
    for (const sequence of [...this.#running, ...this.#waiting]) sequence.fail(error);
    this.#slots.clear();
  }

  async #removeEnded(): Promise<void> {
    const now = performance.now();
    for (const sequence of [...this.#running, ...this.#waiting]) sequence.expire(now);
    // Who is to be forgotten from here on may have a sequence that ends while others leave, and leaves after the next step.
    const asked = this.#forgetting.length;
    // What was generated will be part of the conversation's next prompt.
    await this.#slots.sweep((sequence, slot) => this.#keepPrefix(sequence, slot));
    // Nothing is being copied now.
    for (const { owner, done } of this.#forgetting.splice(0, asked)) {
      this.#slots.forget(owner);
      done(this.#prefixes.forget(owner));
    }
  }

  #limitPrefixes(): void {
    this.#prefixes.limit((bytes) => this.#decoder.cache.roomForBlocks(bytes));
  }

  #schedule(): Step<Sequence> | undefined {
    this.#waiting = this.#waiting.filter((sequence) => !sequence.ended);
    const hasSlot = this.#running.length < this.slots;
    for (const sequence of hasSlot ? this.#waiting : []) {
      sequence.expect(this.#promptsRead, (ids) => this.#prefixes.keptTokens(ids, ids.length - 1));
    }
    if (this.#slots.decoding.length === 0) this.#chunkMsSinceDecode = 0;
    return chooseStep(
      {
        slots: this.slots,
        maxChunkTokens: this.#maxChunkTokens,
        maxGuessedTokens: this.#maxGuessedTokens,
        decoding: this.#slots.decoding,
        prefilling: this.#slots.prefilling,
        waiting: this.#waiting,
        chunkMsSinceDecode: this.#chunkMsSinceDecode,
      },
      this.#costs,
    );
  }

  async #run(step: Step<Sequence>): Promise<void> {
    if (step.kind === 'decode' || step.kind === 'guess') {
      this.#chunkMsSinceDecode = 0;
      if (step.kind === 'guess') await this.#runner.decodeGuessed(step.sequence, step.ids);
      else await this.#runner.decode();
      return;
    }
    const startedMs = performance.now();
    const isWaitedFor = this.#slots.decoding.length > 0;
    const { kind, sequence } = step;
    if (kind === 'admit') await this.#admit(sequence);
    if (!sequence.ended) await this.#runner.readChunk(sequence, step.maxTokens);
    if (kind !== 'jump') await this.#afterPrefill(sequence);
    if (isWaitedFor) this.#chunkMsSinceDecode += performance.now() - startedMs;
  }

  async #afterPrefill(sequence: Sequence): Promise<void> {
    // It may have failed before it had a slot, or have been cancelled before that failed.
    if (sequence.failed || !this.#slots.prefilling.includes(sequence)) return;
    await this.#keepPrefix(sequence, this.#slots.slotOf(sequence));
    if (!sequence.decodes) return;
    if (++this.#promptsRead % PROMPTS_PER_LOOK === 0) this.#limitPrefixes();
    if (sequence.purpose === 'read') sequence.finish();
    if (sequence.ended) return;
    try {
      await this.#slots.join();
    } catch (error) {
      sequence.fail(error);
    }
  }

  /**
   * Gives a sequence a slot, and what is kept of what it was given: all but the last token, whose logits are wanted. A failure is
   * that sequence's alone.
   */
  async #admit(sequence: Sequence): Promise<void> {
    for (const passed of this.#slots.prefilling) passed.letPast(sequence.expectedTokens);
    let kept: PrefixLease<DeviceBuffer> | undefined;
    try {
      // Until it has a slot it waits: closing finds it.
      const leftIds = await this.#slots.admit(sequence);
      this.#waiting = this.#waiting.filter((other) => other !== sequence);
      const startedMs = performance.now();
      const { givenIds, owner } = sequence;
      kept = this.#prefixes.lookUp(givenIds, givenIds.length - 1, owner);
      await this.#restore(sequence, kept.blocks, leftIds);
      const copyingMs = performance.now() - startedMs;
      const savedMs = kept.tokens > 0 ? this.#costs.chunkMs(kept.tokens, 0) - copyingMs : 0;
      this.#savedMs += savedMs;
      sequence.begin({ startedMs, cachedTokens: kept.tokens, savedMs });
    } catch (error) {
      sequence.fail(error);
    } finally {
      kept?.release();
    }
  }

  /** Copies blocks into a sequence's slot, but for those that lie there since the one before it: many begin alike. */
  async #restore(sequence: Sequence, blocks: readonly DeviceBuffer[], leftIds: readonly number[]): Promise<void> {
    const differsAt = leftIds.findIndex((id, place) => id !== sequence.givenIds[place]);
    const sameTokens = differsAt < 0 ? leftIds.length : differsAt;
    const there = Math.min(Math.floor(sameTokens / BLOCK_TOKENS), blocks.length);
    const slot = this.#slots.slotOf(sequence);
    await this.#decoder.cache.restore(slot, there * BLOCK_TOKENS, BLOCK_TOKENS, blocks.slice(there));
  }

  /** Keeps what the model has read of a sequence for those that begin alike. Where that fails nobody misses anything. */
  async #keepPrefix(sequence: Sequence, slot: number): Promise<void> {
    if (sequence.failed) return;
    const room = this.#prefixes.makeRoom(sequence.readIds, sequence.owner);
    try {
      await this.#decoder.cache.save(slot, room.position, BLOCK_TOKENS, room.blocks);
    } catch {
      room.abandon();
      return;
    }
    room.commit();
  }
}
