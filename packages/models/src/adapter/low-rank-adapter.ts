import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ModelError } from '../model-error.ts';
import { type FloatTensor, readSafetensors } from './safetensors.ts';

/** A low-rank adapter's file, and which file it is. */
export interface AdapterFile {
  path: string;
  sha256: string;
}

/** What is added to a linear layer: B·(A·x). */
export interface LowRank {
  rank: number;
  /** [rank, columns] */
  a: Float32Array;
  /** [rows, rank]; the adapter's scale is multiplied in. */
  b: Float32Array;
}

/** The names that PEFT gives to a Llama layer's parts, by those that GGUF gives. */
const PROJECTIONS = {
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
} as const;

export type Projection = keyof typeof PROJECTIONS;

/**
 * A LoRA adapter of all linear layers as `training/train.py` writes it: PEFT's names, `alpha` in the metadata. The rows of q and
 * k are in the order of Hugging Face's models (the halves of a head that rotate together lie one after the other).
 */
export class LowRankAdapter {
  private readonly tensors: ReadonlyMap<string, FloatTensor>;
  private readonly unread: Set<string>;
  private readonly alpha: number;

  /** Reads the file. Throws ModelError `file_unreadable`, `checksum_mismatch` or `malformed`. */
  static read(file: AdapterFile): LowRankAdapter {
    return new LowRankAdapter(readAdapterFile(file));
  }

  private constructor(bytes: Buffer) {
    const { metadata, tensors } = readSafetensors(bytes);
    this.alpha = Number(metadata.alpha);
    if (!(this.alpha > 0)) throw new ModelError('malformed', `The adapter's alpha is ${String(metadata.alpha)}.`);
    this.tensors = tensors;
    this.unread = new Set(tensors.keys());
  }

  /** What it adds to one linear layer of so many outputs and inputs. Throws ModelError `malformed` if its shape is another. */
  take(layer: number, projection: Projection, rows: number, columns: number): LowRank {
    const name = `base_model.model.model.layers.${layer}.${PROJECTIONS[projection]}`;
    const a = this.tensor(`${name}.lora_A.weight`);
    const rank = a.shape[0] ?? 0;
    assertShape(name, a, [rank, columns]);
    const b = this.tensor(`${name}.lora_B.weight`);
    assertShape(name, b, [rows, rank]);
    return { rank, a: a.values, b: b.values.map((value) => (value * this.alpha) / rank) };
  }

  /** Throws if the file holds tensors that were not asked for: the model would silently lack a part of it. */
  assertAllRead(): void {
    const [first] = this.unread;
    if (first === undefined) return;
    throw new ModelError('malformed', `The adapter holds ${this.unread.size} tensor(s) of no layer, such as ${first}.`);
  }

  private tensor(name: string): FloatTensor {
    const tensor = this.tensors.get(name);
    if (!tensor) throw new ModelError('malformed', `The adapter has no tensor ${name}.`);
    this.unread.delete(name);
    return tensor;
  }
}

/** The file's bytes. Throws ModelError `file_unreadable`, or `checksum_mismatch` if it is another file. */
export function readAdapterFile({ path, sha256 }: AdapterFile): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new ModelError('file_unreadable', `The adapter cannot be read: ${(cause as Error).message}`, { cause });
  }
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new ModelError('checksum_mismatch', `The adapter ${path} is not ${sha256} but ${found}.`);
  return bytes;
}

/** The adapter of layers that are stacked, as `stackRows` does: each row sees the part of A·x that is its layer's. */
export function stackLowRanks(parts: readonly LowRank[]): LowRank {
  const rank = parts.reduce((total, part) => total + part.rank, 0);
  const rowsOf = (part: LowRank) => part.b.length / part.rank;
  const a = new Float32Array(parts.reduce((total, part) => total + part.a.length, 0));
  const b = new Float32Array(rank * parts.reduce((total, part) => total + rowsOf(part), 0));
  let [column, row, end] = [0, 0, 0];
  for (const part of parts) {
    a.set(part.a, end);
    for (let i = 0; i < rowsOf(part); i++, row++) {
      b.set(part.b.subarray(i * part.rank, (i + 1) * part.rank), row * rank + column);
    }
    column += part.rank;
    end += part.a.length;
  }
  return { rank, a, b };
}

/** Throws ModelError `malformed` where a tensor has another shape than the matrix that it is added to needs. */
export function assertShape(name: string, { shape }: FloatTensor, expected: readonly number[]): void {
  if (String(shape) === String(expected)) return;
  throw new ModelError(
    'malformed',
    `The adapter's part for ${name} is ${shape.join(' × ')}, not ${expected.join(' × ')}.`,
  );
}
