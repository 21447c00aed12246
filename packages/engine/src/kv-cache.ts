import { type DecoderArchitecture, ports } from './architecture.ts';
import type { OnnxRuntime } from './onnxruntime/api.ts';
import type { IoBinding } from './onnxruntime/io-binding.ts';
import type { CpuMemory } from './onnxruntime/memory.ts';
import { Tensor } from './onnxruntime/tensor.ts';

/**
 * Keys and values of what the slots have read so far: per layer two buffers [slots, kvHeads, capacityTokens, headDim].
 * Each is bound as the graph's past and present at once, so that a run appends to it and copies nothing. Nothing is
 * cleared between sequences: attention reads only the positions below the length that a run states.
 */
export class KvCache {
  readonly #buffers: { past: string; present: string; tensor: Tensor }[] = [];

  constructor(
    runtime: OnnxRuntime,
    memory: CpuMemory,
    { layers, kvHeads, headDim }: DecoderArchitecture,
    slots: number,
    capacityTokens: number,
  ) {
    for (let layer = 0; layer < layers; layer++) {
      for (const part of ['key', 'value'] as const) {
        const tensor = new Tensor(runtime, memory, 'float32', [slots, kvHeads, capacityTokens, headDim]);
        this.#buffers.push({ past: ports.past(layer, part), present: ports.present(layer, part), tensor });
      }
    }
  }

  bindTo(binding: IoBinding): void {
    for (const { past, present, tensor } of this.#buffers) {
      binding.bindInput(past, tensor);
      binding.bindOutput(present, tensor);
    }
  }

  release(): void {
    for (const { tensor } of this.#buffers) tensor.release();
  }
}
