import { openDevice } from '../device/open-device.ts';
import { EngineError } from '../engine-error.ts';
import type { OnnxRuntime } from '../onnxruntime/api.ts';
import { Environment } from '../onnxruntime/environment.ts';
import { IoBinding } from '../onnxruntime/io-binding.ts';
import { MemoryInfo } from '../onnxruntime/memory.ts';
import { Ownership } from '../onnxruntime/ownership.ts';
import { Session } from '../onnxruntime/session.ts';
import { Tensor } from '../onnxruntime/tensor.ts';
import { type EncoderGraph, readEncoderGraph } from './encoder-graph.ts';
import { type Pooling, poolStates } from './pool-states.ts';

/**
 * Makes a vector of what the model knows at each token of a sequence.
 *
 * @param states [tokens, dimensions]; valid during the call only
 * @param ids the sequence
 */
export type ReadStates = (states: Float32Array, ids: readonly number[]) => Float32Array;

export interface EncoderOptions {
  /** The model's .onnx file; further files that it names lie beside it. */
  modelPath: string;
  /** How the states of a sequence's tokens become one vector: of length 1, or whatever a function makes of them. */
  pooling: Pooling | ReadStates;
  /** Threads that compute a run. Defaults to 1: a question takes 2 to 3 ms then, and a decoder beside it keeps its cores. */
  threads?: number;
}

/** Token ids in, one vector for each sequence out. */
export interface Encoder {
  /** Numbers at each token, and in a pooled vector. */
  readonly dimensions: number;
  /**
   * Encodes sequences of ids, off the main thread, several in a run where they are short. One run at a time; an urgent
   * call goes before what waits, so it is late by one run at most.
   *
   * @returns a vector for each, in their order; of a sequence without ids only zeros
   * @throws EngineError `native_failure`, `closed`
   */
  encode(sequences: readonly (readonly number[])[], options?: { urgent?: boolean }): Promise<Float32Array[]>;
  /** Fails what waits (`closed`), and gives all native memory back after the run under way. */
  close(): Promise<void>;
}

/** Tokens of a run, padding included: 15 to 25 ms, which is what a question may have to wait for. */
const RUN_TOKENS = 256;

/**
 * Loads a model that only reads. A process keeps what it has loaded, as it keeps its engine: ONNX Runtime leaks when
 * sessions are made again and again.
 *
 * @throws EngineError `library_not_found`, `native_failure` (the file can't be read), `model_unsupported`
 */
export async function createEncoder(options: EncoderOptions): Promise<Encoder> {
  const { modelPath, pooling, threads = 1 } = options;
  const { runtime, device } = openDevice({});
  const owned = new Ownership();
  owned.own(device);
  try {
    const environment = owned.own(new Environment(runtime));
    const session = owned.own(await Session.load(runtime, environment, modelPath, threads, device));
    const memory = owned.own(MemoryInfo.ofCpu(runtime));
    const graph = readEncoderGraph(session);
    const read: ReadStates =
      typeof pooling === 'function'
        ? pooling
        : (states, { length }) => poolStates(states, length, graph.dimensions, pooling);
    return new OnnxEncoder({ runtime, memory, session, graph, read }, owned);
  } catch (error) {
    owned.release();
    throw error;
  }
}

interface EncoderParts {
  runtime: OnnxRuntime;
  memory: MemoryInfo;
  session: Session;
  graph: EncoderGraph;
  read: ReadStates;
}

/** Sequences of one call that go through the model in one run. */
interface Run {
  sequences: readonly (readonly number[])[];
  done(vectors: Float32Array[]): void;
  failed(error: unknown): void;
}

class OnnxEncoder implements Encoder {
  readonly dimensions: number;
  readonly #parts: EncoderParts;
  readonly #owned: Ownership;
  readonly #urgent: Run[] = [];
  readonly #patient: Run[] = [];
  #working: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: EncoderParts, owned: Ownership) {
    this.dimensions = parts.graph.dimensions;
    this.#parts = parts;
    this.#owned = owned;
  }

  async encode(sequences: readonly (readonly number[])[], { urgent = false } = {}): Promise<Float32Array[]> {
    if (this.#closing) throw closed();
    const vectors: Float32Array[] = sequences.map(() => new Float32Array(this.dimensions));
    const waiting = urgent ? this.#urgent : this.#patient;
    const runs = planRuns(sequences).map(async (places) => {
      const found = await new Promise<Float32Array[]>((done, failed) => {
        waiting.push({ sequences: places.map((place) => sequences[place] ?? []), done, failed });
      });
      for (const [index, place] of places.entries()) vectors[place] = found[index] as Float32Array;
    });
    if (runs.length > 0) this.#working ??= this.#work();
    await Promise.all(runs);
    return vectors;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (const run of [...this.#urgent.splice(0), ...this.#patient.splice(0)]) run.failed(closed());
    await this.#working;
    this.#owned.release();
  }

  async #work(): Promise<void> {
    for (let run = this.#next(); run; run = this.#next()) {
      try {
        run.done(await this.#run(run.sequences));
      } catch (error) {
        run.failed(error);
      }
    }
    this.#working = undefined;
  }

  #next(): Run | undefined {
    return this.#urgent.shift() ?? this.#patient.shift();
  }

  async #run(sequences: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { runtime, memory, session, graph, read } = this.#parts;
    const rows = sequences.length;
    const width = Math.max(...sequences.map(({ length }) => length));
    const owned = new Ownership();
    try {
      const binding = owned.own(new IoBinding(runtime, session));
      const tensorOf = <T extends 'int64' | 'float32'>(type: T, ...dims: number[]) =>
        owned.own(new Tensor(runtime, memory, type, dims));
      const ids = tensorOf('int64', rows, width);
      const mask = tensorOf('int64', rows, width);
      for (const [row, sequence] of sequences.entries()) {
        for (const [column, id] of sequence.entries()) ids.data[row * width + column] = BigInt(id);
        mask.data.fill(1n, row * width, row * width + sequence.length);
      }
      binding.bindInput(graph.inputIds, ids);
      binding.bindInput(graph.attentionMask, mask);
      // All is of the first type: models here tell two texts of a sequence apart by what stands between them.
      if (graph.tokenTypes) binding.bindInput(graph.tokenTypes, tensorOf('int64', rows, width));
      const states = tensorOf('float32', rows, width, graph.dimensions);
      binding.bindOutput(graph.states, states);
      await session.run(binding);
      return sequences.map((sequence, row) => {
        const begin = row * width * graph.dimensions;
        return read(states.data.subarray(begin, begin + sequence.length * graph.dimensions), sequence);
      });
    } finally {
      owned.release();
    }
  }
}

/**
 * Places of sequences that go through the model together: of like length, so that little is padding, and no more tokens
 * than a run may have. Sequences without ids go nowhere.
 */
export function planRuns(sequences: readonly (readonly number[])[], runTokens = RUN_TOKENS): number[][] {
  const lengthOf = (place: number) => sequences[place]?.length ?? 0;
  const places = [...sequences.keys()].filter((place) => lengthOf(place) > 0);
  places.sort((a, b) => lengthOf(a) - lengthOf(b));
  const runs: number[][] = [];
  let run: number[] = [];
  for (const place of places) {
    if (run.length > 0 && (run.length + 1) * lengthOf(place) > runTokens) {
      runs.push(run);
      run = [];
    }
    run.push(place);
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

function closed(): EngineError {
  return new EngineError('closed', 'the encoder was closed');
}
