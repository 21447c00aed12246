import type { CostModel } from './cost-model.ts';
import type { Decoder } from './decoder.ts';
import type { DeviceBuffer } from './device/device.ts';
import type { StepReport } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { logProbabilitiesOf } from './log-probabilities.ts';
import type { LogitsRow } from './logits/logits-row.ts';
import type { PrefixCache } from './prefix-cache.ts';
import { sampleAccepted } from './sample-accepted.ts';
import { sample } from './sampler.ts';
import type { Sequence } from './sequence.ts';
import type { Slots } from './slots.ts';

export interface StepRunnerParts {
  decoder: Decoder;
  slots: Slots<Sequence>;
  /** Gives up memory where a run lacks some. */
  prefixes: PrefixCache<DeviceBuffer>;
  /** Learns what runs take. */
  costs: CostModel;
  onStep: ((step: StepReport) => void) | undefined;
}

/** Runs the model over sequences that have slots, and has each that is read say its next id. */
export class StepRunner {
  readonly #decoder: Decoder;
  readonly #slots: Slots<Sequence>;
  readonly #prefixes: PrefixCache<DeviceBuffer>;
  readonly #costs: CostModel;
  readonly #onStep: ((step: StepReport) => void) | undefined;

  constructor({ decoder, slots, prefixes, costs, onStep }: StepRunnerParts) {
    this.#decoder = decoder;
    this.#slots = slots;
    this.#prefixes = prefixes;
    this.#costs = costs;
    this.#onStep = onStep;
  }

  /** Reads tokens of one sequence; a failure is that sequence's alone. */
  async readChunk(sequence: Sequence, maxTokens: number): Promise<void> {
    const ids = sequence.nextUnread(maxTokens);
    const startedMs = performance.now();
    let ranMs: number | undefined;
    try {
      const slot = this.#slots.slotOf(sequence);
      const logits = await this.#withMemory(() => this.#decoder.prefill(slot, ids, sequence.readTokens));
      ranMs = performance.now();
      this.#costs.observeChunk(ids.length, sequence.readTokens, ranMs - startedMs);
      this.#take(sequence, ids.length, logits);
    } catch (error) {
      sequence.fail(error);
    }
    this.#report({ kind: 'chunk', sequences: 1, tokens: ids.length }, startedMs, ranMs);
  }

  /** Reads a token of every sequence that decodes, in one run. */
  async decode(): Promise<void> {
    const sequences = [...this.#slots.decoding];
    const startedMs = performance.now();
    let ranMs: number | undefined;
    try {
      const rows = sequences.map((sequence) => {
        return { id: sequence.nextUnread(1)[0] as number, position: sequence.readTokens };
      });
      const logits = await this.#withMemory(() => this.#decoder.decode(rows));
      ranMs = performance.now();
      this.#costs.observeDecode(sequences.length, ranMs - startedMs);
      for (const [row, sequence] of sequences.entries()) this.#take(sequence, 1, logits[row] as Float32Array);
    } catch {
      // Which one it was the error does not say. Alone, those that can go on do, and the others fail with their own.
      for (const sequence of sequences) await this.readChunk(sequence, 1);
    }
    const tokens = sequences.length;
    this.#report({ kind: 'decode', sequences: tokens, tokens }, startedMs, ranMs);
  }

  /** Reads the next token of the only sequence that decodes and what it may say behind it, in one run; what it does say is read then. */
  async decodeGuessed(sequence: Sequence, guess: readonly number[]): Promise<void> {
    const ids = [...sequence.nextUnread(1), ...guess];
    const startedMs = performance.now();
    let tokens = 0;
    let logits: readonly Float32Array[];
    try {
      const slot = this.#slots.slotOf(sequence);
      logits = await this.#withMemory(() => this.#decoder.readEach(slot, ids, sequence.readTokens));
    } catch {
      // One id may be read where several can't: a GPU may be short of memory.
      await this.readChunk(sequence, 1);
      return;
    }
    const ranMs = performance.now();
    try {
      while (!sequence.ended && sequence.nextUnread(1)[0] === ids[tokens]) {
        this.#take(sequence, 1, logits[tokens] as Float32Array);
        tokens++;
      }
    } catch (error) {
      sequence.fail(error);
    }
    this.#report({ kind: 'decode', sequences: 1, tokens }, startedMs, ranMs);
  }

  /** Where a run has failed that prefixes may have left no memory, they are dropped, but what is held, and it is run once more. */
  async #withMemory<T>(run: () => Promise<T>): Promise<T> {
    const { cache } = this.#decoder;
    try {
      return await run();
    } catch (error) {
      const isShort = cache.sharesMemory && error instanceof EngineError && error.code === 'native_failure';
      const blocks = isShort ? this.#prefixes.giveUp() : [];
      if (blocks.length === 0) throw error;
      await cache.freeBlocks(blocks);
      const result = await run();
      // The runtime keeps what this one took.
      this.#prefixes.limit(cache.roomForBlocks);
      return result;
    }
  }

  /** @param ranMs when the run ended; left out, it did not */
  #report(run: Pick<StepReport, 'kind' | 'sequences' | 'tokens'>, startedMs: number, ranMs?: number): void {
    const endedMs = performance.now();
    this.#onStep?.({ ...run, ms: endedMs - startedMs, samplingMs: endedMs - (ranMs ?? endedMs) });
  }

  /** The model has read `count` tokens of the sequence; when these were all, it says the next. */
  #take(sequence: Sequence, count: number, logits: Float32Array): void {
    sequence.markRead(count);
    if (sequence.unreadTokens > 0 || sequence.ended || sequence.purpose === 'read') return;
    try {
      const row = this.#decoder.row.fill(logits);
      sequence.penalties.apply(row);
      const id = nextId(sequence, row);
      if (id === undefined) {
        sequence.stop();
        return;
      }
      const wanted = sequence.request.logProbabilities ?? 0;
      sequence.append(id, wanted > 0 ? logProbabilitiesOf(row, id, wanted) : undefined);
    } catch (error) {
      sequence.fail(error);
    }
  }
}

/** The id that follows: the caller's choice, or drawn; undefined where none may. */
function nextId({ request, generatedTokens, allowed }: Sequence, row: LogitsRow): number | undefined {
  const { accepts } = request;
  const chosen = allowed && request.choose?.(allowed, row.logits);
  if (chosen === undefined) {
    if (accepts && !allowed) return sampleAccepted(row, request, generatedTokens, accepts);
    return sample(row, request, generatedTokens, allowed);
  }
  if (allowed?.includes(chosen)) return chosen;
  throw new EngineError('invalid_request', `choose chose the id ${chosen}, which is not allowed`);
}
