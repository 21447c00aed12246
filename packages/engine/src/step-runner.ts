import type { CostModel } from './cost-model.ts';
import type { Decoder } from './decoder.ts';
import type { DeviceBuffer } from './device/device.ts';
import { EngineError } from './engine-error.ts';
import type { LogitsRow } from './logits/logits-row.ts';
import type { PrefixCache } from './prefix-cache.ts';
import { logProbabilitiesOf } from './sampling/log-probabilities.ts';
import { sampleAccepted } from './sampling/sample-accepted.ts';
import { sample } from './sampling/sampler.ts';
import type { Sequence } from './sequence.ts';
import type { Slots } from './slots.ts';

/** What a run of the model was. */
export interface StepReport {
  /** A chunk of one sequence, or one token of each that decodes; of one that decodes alone, also those that it had guessed. */
  kind: 'chunk' | 'decode';
  sequences: number;
  /** Tokens read, all sequences together. */
  tokens: number;
  /** The run, and the sampling after it. */
  ms: number;
  /** Of that, what came after the run: penalties, what may follow, sampling, log-probabilities, handing out. */
  samplingMs: number;
}

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
  #hasWarned = false;

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
    const run = { kind: 'chunk', sequences: 1, tokens: ids.length } as const;
    const startedMs = performance.now();
    let logits: Float32Array;
    try {
      const slot = this.#slots.slotOf(sequence);
      logits = await this.#withMemory(() => this.#decoder.prefill(slot, ids, sequence.readTokens));
    } catch (error) {
      sequence.fail(error);
      this.#report(run, startedMs);
      return;
    }
    const ranMs = performance.now();
    this.#costs.observeChunk(ids.length, sequence.readTokens, ranMs - startedMs);
    this.#take(sequence, ids.length, logits);
    this.#report(run, startedMs, ranMs);
  }

  /** Reads a token of every sequence that decodes, in one run. */
  async decode(): Promise<void> {
    const sequences = [...this.#slots.decoding];
    const rows = sequences.map((sequence) => {
      return { id: sequence.nextUnread(1)[0] as number, position: sequence.readTokens };
    });
    const run = { kind: 'decode', sequences: rows.length, tokens: rows.length } as const;
    const startedMs = performance.now();
    let logits: readonly Float32Array[];
    try {
      logits = await this.#withMemory(() => this.#decoder.decode(rows));
    } catch {
      // Which one it was the error does not say. Alone, those that can go on do, and the others fail with their own.
      for (const sequence of sequences) await this.readChunk(sequence, 1);
      this.#report(run, startedMs);
      return;
    }
    const ranMs = performance.now();
    this.#costs.observeDecode(sequences.length, ranMs - startedMs);
    for (const [row, sequence] of sequences.entries()) this.#take(sequence, 1, logits[row] as Float32Array);
    this.#report(run, startedMs, ranMs);
  }

  /** Reads the next token of the only sequence that decodes and what it may say behind it, in one run; what it does say is read then. */
  async decodeGuessed(sequence: Sequence, guess: readonly number[]): Promise<void> {
    const ids = [...sequence.nextUnread(1), ...guess];
    const startedMs = performance.now();
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
    let tokens = 0;
    while (!sequence.ended && sequence.nextUnread(1)[0] === ids[tokens]) {
      this.#take(sequence, 1, logits[tokens] as Float32Array);
      tokens++;
    }
    this.#report({ kind: 'decode', sequences: 1, tokens }, startedMs, ranMs);
  }

  /** Where prefixes may have left a run no memory they are dropped, but what is held, and it is run once more. */
  async #withMemory<T>(run: () => Promise<T>): Promise<T> {
    const { cache } = this.#decoder;
    try {
      return await run();
    } catch (error) {
      const blocks = cache.lacksMemory(error) ? this.#prefixes.giveUp() : [];
      if (blocks.length === 0) throw error;
      await cache.freeBlocks(blocks);
      const result = await run();
      // The runtime keeps what this one took.
      this.#prefixes.limit((bytes) => cache.roomForBlocks(bytes));
      return result;
    }
  }

  /** @param ranMs when the run ended; left out, it did not */
  #report(run: Pick<StepReport, 'kind' | 'sequences' | 'tokens'>, startedMs: number, ranMs?: number): void {
    const endedMs = performance.now();
    try {
      this.#onStep?.({ ...run, ms: endedMs - startedMs, samplingMs: endedMs - (ranMs ?? endedMs) });
    } catch (error) {
      // Whoever only watches disturbs nobody; once is enough to be heard of.
      if (!this.#hasWarned) process.emitWarning(`onStep failed: ${error}`);
      this.#hasWarned = true;
    }
  }

  /** The model has read `count` tokens of the sequence; when these were all, it says the next. What fails is its own. */
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
      const { logProbabilities: wanted } = sequence.request;
      sequence.append(id, wanted === undefined ? undefined : logProbabilitiesOf(row, id, wanted));
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
