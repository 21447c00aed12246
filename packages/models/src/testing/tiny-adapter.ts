import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { AdapterFile } from '../adapter/low-rank-adapter.ts';
import { halfToFloat } from '../gguf/half-float.ts';
import { encodeSafetensors } from './encode-safetensors.ts';
import { halfBits } from './quantize.ts';
import { normalArray, seededRandom } from './random.ts';
import { TINY } from './tiny-model.ts';

/** An adapter for a tiny model. */
export interface TinyAdapter {
  alpha: number;
  rank: number;
  /** By PEFT's names; values are those that 16 bits keep. */
  tensors: Map<string, { shape: [number, number]; values: Float32Array }>;
}

/** Outputs and inputs of a layer's parts, by the names that GGUF and PEFT give to them. */
const { hiddenSize, feedForwardSize, heads, kvHeads, headDim } = TINY;
export const TINY_PROJECTIONS = {
  attn_q: { name: 'self_attn.q_proj', rows: heads * headDim, columns: hiddenSize },
  attn_k: { name: 'self_attn.k_proj', rows: kvHeads * headDim, columns: hiddenSize },
  attn_v: { name: 'self_attn.v_proj', rows: kvHeads * headDim, columns: hiddenSize },
  attn_output: { name: 'self_attn.o_proj', rows: hiddenSize, columns: heads * headDim },
  ffn_gate: { name: 'mlp.gate_proj', rows: feedForwardSize, columns: hiddenSize },
  ffn_up: { name: 'mlp.up_proj', rows: feedForwardSize, columns: hiddenSize },
  ffn_down: { name: 'mlp.down_proj', rows: hiddenSize, columns: feedForwardSize },
} as const;

/** Random numbers that add to each layer about half as much as its weights are. */
export function tinyAdapter({ seed = 1, layers = 2, rank = 6, alpha = 9 } = {}): TinyAdapter {
  const random = seededRandom(seed);
  const tensors: TinyAdapter['tensors'] = new Map();
  for (let layer = 0; layer < layers; layer++) {
    for (const { name, rows, columns } of Object.values(TINY_PROJECTIONS)) {
      const at = `base_model.model.model.layers.${layer}.${name}`;
      const a = normalArray(random, rank * columns, 1 / Math.sqrt(columns)).map((value) =>
        halfToFloat(halfBits(value)),
      );
      tensors.set(`${at}.lora_A.weight`, { shape: [rank, columns], values: a });
      // Each row has the lowest and the highest of 16 steps, so that 4 bits lose nothing of it.
      const b = Float32Array.from({ length: rows * rank }, (_, i) => {
        const step = [-7, 8][i % rank] ?? Math.floor(random() * 16) - 7;
        return step / 64;
      });
      tensors.set(`${at}.lora_B.weight`, { shape: [rows, rank], values: b });
    }
  }
  return { alpha, rank, tensors };
}

/** Writes it as safetensors. */
export function writeAdapter(path: string, adapter: TinyAdapter): AdapterFile {
  const bytes = encodeSafetensors(Object.fromEntries(adapter.tensors), { alpha: String(adapter.alpha) });
  writeFileSync(path, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
}
