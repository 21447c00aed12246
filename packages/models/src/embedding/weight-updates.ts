import { type AdapterFile, assertShape, type LowRank, readAdapterFile } from '../adapter/low-rank-adapter.ts';
import { type FloatTensor, readSafetensors } from '../adapter/safetensors.ts';
import { ModelError } from '../model-error.ts';

interface Pair {
  /** [rank, inputs] */
  a: FloatTensor;
  /** [outputs, rank] */
  b: FloatTensor;
}

/** What training adds to an encoder's matrices, by the names that the published graph gives them (`val_49.a`, `val_49.b`). */
export class WeightUpdates {
  private readonly pairs = new Map<string, Pair>();

  /**
   * @param beside names of the file's tensors that belong to no matrix
   *
   * Throws ModelError `file_unreadable`, `checksum_mismatch`, `malformed`.
   */
  static read(adapter: AdapterFile, beside: readonly string[] = []): WeightUpdates {
    return new WeightUpdates(readSafetensors(readAdapterFile(adapter)).tensors, beside);
  }

  private constructor(tensors: ReadonlyMap<string, FloatTensor>, beside: readonly string[]) {
    for (const [key, a] of tensors) {
      if (!key.endsWith('.a')) continue;
      const name = key.slice(0, -'.a'.length);
      const b = tensors.get(`${name}.b`);
      if (!b) throw new ModelError('malformed', `The adapter has no tensor ${name}.b.`);
      this.pairs.set(name, { a, b });
    }
    const others = [...tensors.keys()].filter((key) => !beside.includes(key));
    if (others.length !== 2 * this.pairs.size)
      throw new ModelError('malformed', 'The adapter has a tensor without its pair.');
  }

  /** What is added to a matrix; nothing if the file does not know it. Throws ModelError `malformed` if it does not fit. */
  take(name: string, outputs: number, inputs: number): LowRank | undefined {
    const pair = this.pairs.get(name);
    if (!pair) return undefined;
    this.pairs.delete(name);
    const { a, b } = pair;
    const rank = a.shape[0] as number;
    assertShape(name, a, [rank, inputs]);
    assertShape(name, b, [outputs, rank]);
    return { rank, a: a.values, b: b.values };
  }

  /** Throws ModelError `malformed` if something was meant for a matrix that nobody asked about. */
  assertAllTaken(): void {
    const [first] = this.pairs.keys();
    if (first !== undefined)
      throw new ModelError('malformed', `The graph has no layer of ${first}, which the adapter wants to change.`);
  }
}
