import { type LowRankAdapter, type Projection, stackLowRanks } from '../adapter/low-rank-adapter.ts';
import { ModelError } from '../model-error.ts';
import type { GraphBuilder } from '../onnx/graph-builder.ts';
import { ELEMENT_TYPES, type OnnxAttribute } from '../onnx/onnx-types.ts';
import type { InputSizes } from './input-sizes.ts';
import type { KvScales } from './kv-scales.ts';
import type { LinearLayer, LinearWriter } from './linear-writer.ts';
import type { LlamaConfig } from './llama-config.ts';
import { type LlamaWeights, stackRows, unpermuteHeads } from './llama-weights.ts';

/** How keys and values are kept. */
export type KvPrecision = 'float' | 'float16' | KvScales;

const MICROSOFT = { domain: 'com.microsoft' } as const;

/**
 * Writes a Llama decoder into the graph.
 *
 * Inputs: `input_ids` [batch, sequence]; `seqlens_k` [batch], each row's total length minus one;
 * `total_sequence_length`, at least the longest row; `logits_positions` [batch, count], places in the given sequence
 * whose next token is asked for; `past_key_values.N.key|value` [batch, kv heads, capacity, head size].
 * Outputs: `logits` [batch, count, vocabulary]; `present.N.key|value`, in place if bound to the past's memory.
 * The cache is float32; int8 where `kv` says what a step of it is worth; or float16, which attention computes in then.
 *
 * Throws ModelError if the file's tensors are not the ones that such a decoder has.
 */
export function writeDecoderGraph(parts: DecoderParts, onLayer?: (done: number, total: number) => void): void {
  new DecoderGraph(parts).write(onLayer);
}

export interface DecoderParts {
  graph: GraphBuilder;
  linears: LinearWriter;
  weights: LlamaWeights;
  config: LlamaConfig;
  kv: KvPrecision;
  /** What is added to every linear layer but the head. */
  adapter?: LowRankAdapter | undefined;
  inputSizes?: InputSizes | undefined;
}

class DecoderGraph {
  private readonly graph: GraphBuilder;
  private readonly linears: LinearWriter;
  private readonly weights: LlamaWeights;
  private readonly config: LlamaConfig;
  private readonly kv: KvPrecision;
  private readonly adapter: LowRankAdapter | undefined;
  private readonly inputSizes: InputSizes | undefined;
  /** The residual stream, and the last branch's output that is still to be added to it. */
  private residual = '';
  private branch: string | undefined;

  constructor({ graph, linears, weights, config, kv, adapter, inputSizes }: DecoderParts) {
    this.graph = graph;
    this.linears = linears;
    this.weights = weights;
    this.config = config;
    this.kv = kv;
    this.adapter = adapter;
    this.inputSizes = inputSizes;
  }

  write(onLayer?: (done: number, total: number) => void): void {
    const { graph, weights, config } = this;
    const { vocabSize, hiddenSize } = config;
    const inputIds = graph.input({ name: 'input_ids', type: 'int64', shape: ['batch', 'sequence'] });
    graph.input({ name: 'seqlens_k', type: 'int32', shape: ['batch'] });
    graph.input({ name: 'total_sequence_length', type: 'int32', shape: [] });
    const positions = graph.input({ name: 'logits_positions', type: 'int64', shape: ['batch', 'count'] });
    graph.output({ name: 'logits', type: 'float', shape: ['batch', 'count', vocabSize] });
    this.writeRotaryTables();

    const embedding = weights.matrix('token_embd.weight', vocabSize, hiddenSize);
    if (embedding.type !== 'Q8_0') {
      throw new ModelError('unsupported_model', `The embedding is ${embedding.type}; the converter wants Q8_0.`);
    }
    this.residual = this.linears.embedding('embedding', inputIds, embedding);
    const axis = graph.constant('last_axis', 'int64', [1], new BigInt64Array([2n]));
    const places = graph.node('Unsqueeze', 'logits_places', [positions, axis]);
    for (let layer = 0; layer < config.layers; layer++) {
      onLayer?.(layer, config.layers);
      const wanted = layer === config.layers - 1 ? places : undefined;
      this.branch = this.writeAttention(layer, wanted);
      this.branch = this.writeFeedForward(layer);
    }
    const wanted = this.normalize('output_norm');
    if (weights.has('output.weight')) {
      this.linears.linear('logits', wanted, this.linears.read(weights.matrix('output.weight', vocabSize, hiddenSize)));
    } else {
      this.linears.tiedHead('logits', wanted, 'embedding', vocabSize, hiddenSize);
    }
  }

  /** @param wanted places beyond which nothing is computed after attention: of the last layer nobody attends to the others */
  private writeAttention(layer: number, wanted?: string): string {
    const { graph, linears } = this;
    const { heads, kvHeads } = this.config;
    const name = `blk.${layer}`;
    const qkv = this.readLinear(layer, 'attn_qkv', ['attn_q', 'attn_k', 'attn_v']);
    const input = this.normalize(`${name}.attn_norm`, qkv.smoothing);
    const packedQkv = this.castForAttention(
      linears.linear(`${name}.attn_qkv`, input, qkv, { isSmoothed: true, isEven: true }),
    );
    const [pastKey, pastValue] = [this.writeCache(layer, 'key'), this.writeCache(layer, 'value')];
    const rounding = this.writeCacheRounding(layer);
    const positions = ['seqlens_k', 'total_sequence_length', this.rotary('cos'), this.rotary('sin')];
    const attended = graph.node(
      'GroupQueryAttention',
      `${name}.attn`,
      // The empty names: key and value come packed with the query.
      [packedQkv, '', '', pastKey, pastValue, ...positions, ...rounding.operands],
      {
        ...MICROSOFT,
        outputs: [`${name}.attn`, `present.${layer}.key`, `present.${layer}.value`],
        attributes: {
          num_heads: { int: heads },
          kv_num_heads: { int: kvHeads },
          do_rotary: { int: 1 },
          ...rounding.attributes,
        },
      },
    );
    const output = this.castAfterAttention(attended);
    if (wanted) this.residual = this.gather(this.residual, wanted);
    const kept = wanted ? this.gather(output, wanted) : output;
    const layerOutput = this.readLinear(layer, 'attn_output', ['attn_output']);
    return linears.linear(`${name}.attn_output`, kept, layerOutput, { isEven: true });
  }

  /** Attention takes queries and rotary tables in the cache's precision, where that is float16. */
  private castForAttention(value: string): string {
    return this.kv === 'float16' ? this.cast(value, 'float16') : value;
  }

  private castAfterAttention(value: string): string {
    return this.kv === 'float16' ? this.cast(value, 'float') : value;
  }

  private rotary(part: 'cos' | 'sin'): string {
    const name = `rotary.${part}`;
    // One for all layers.
    if (this.kv === 'float16' && this.graph.hasNode(`${name}.float16`)) return `${name}.float16`;
    return this.castForAttention(name);
  }

  private cast(value: string, to: 'float' | 'float16'): string {
    return this.graph.node('Cast', `${value}.${to}`, [value], { attributes: { to: { int: ELEMENT_TYPES[to] } } });
  }

  private writeFeedForward(layer: number): string {
    const { graph, linears } = this;
    const name = `blk.${layer}`;
    const gateUp = this.readLinear(layer, 'ffn_gate_up', ['ffn_gate', 'ffn_up']);
    const down = this.readLinear(layer, 'ffn_down', ['ffn_down']);
    const input = this.normalize(`${name}.ffn_norm`, gateUp.smoothing);
    // Smoothing of what is multiplied with the gate is a matter of the product that it comes from.
    const outputFactors = down.smoothing && Float32Array.of(...down.smoothing.map(() => 1), ...down.smoothing);
    const inner = linears.linear(`${name}.ffn_gate_up`, input, gateUp, {
      isSmoothed: true,
      isEven: true,
      outputFactors,
    });
    const [gate, up] = [`${name}.ffn_gate`, `${name}.ffn_up`];
    graph.node('Split', gate, [inner], {
      outputs: [gate, up],
      attributes: { axis: { int: -1 }, num_outputs: { int: 2 } },
    });
    // With alpha 1 this is SiLU: x · sigmoid(x).
    const activated = graph.node('QuickGelu', `${name}.ffn_silu`, [gate], {
      ...MICROSOFT,
      attributes: { alpha: { float: 1 } },
    });
    const gated = graph.node('Mul', `${name}.ffn_gated`, [activated, up]);
    return linears.linear(`${name}.ffn_down`, gated, down, { isSmoothed: true });
  }

  /** A layer's parts of these names in one product, whose outputs lie one after the other in it. */
  private readLinear(layer: number, name: string, parts: readonly Projection[]): LinearLayer {
    const { adapter } = this;
    const matrices = parts.map((part) => {
      const matrix = this.weights.matrix(`blk.${layer}.${part}.weight`, ...this.shapeOf(part));
      if (part === 'attn_q') return unpermuteHeads(matrix, this.config.heads);
      return part === 'attn_k' ? unpermuteHeads(matrix, this.config.kvHeads) : matrix;
    });
    const added = adapter && stackLowRanks(parts.map((part) => adapter.take(layer, part, ...this.shapeOf(part))));
    return this.linears.read(stackRows(`blk.${layer}.${name}`, matrices), added, this.inputSizes?.[layer]?.[name]);
  }

  private shapeOf(part: Projection): [rows: number, columns: number] {
    const { hiddenSize, feedForwardSize, heads, kvHeads, headDim } = this.config;
    switch (part) {
      case 'attn_q':
        return [heads * headDim, hiddenSize];
      case 'attn_k':
      case 'attn_v':
        return [kvHeads * headDim, hiddenSize];
      case 'attn_output':
        return [hiddenSize, heads * headDim];
      case 'ffn_gate':
      case 'ffn_up':
        return [feedForwardSize, hiddenSize];
      case 'ffn_down':
        return [hiddenSize, feedForwardSize];
    }
  }

  /** What tells attention to keep its cache in 8 bits: nothing if it is a float one. */
  private writeCacheRounding(layer: number): { operands: string[]; attributes: Record<string, OnnxAttribute> } {
    const scales = typeof this.kv === 'string' ? undefined : this.kv[layer];
    if (!scales) return { operands: [], attributes: {} };
    const { kvHeads, headDim } = this.config;
    const constant = (part: 'key' | 'value') =>
      this.graph.constant(`blk.${layer}.${part}_scale`, 'float', [kvHeads, 1, headDim], scales[part]);
    return {
      // The empty names: positions, a bias and a sink of attention.
      operands: ['', '', '', constant('key'), constant('value')],
      attributes: {
        k_quant_type: { string: 'PER_CHANNEL' },
        v_quant_type: { string: 'PER_CHANNEL' },
        kv_cache_bit_width: { int: 8 },
      },
    };
  }

  /** Declares one half of a layer's KV cache and returns the past's name. */
  private writeCache(layer: number, part: 'key' | 'value'): string {
    const { kvHeads, headDim } = this.config;
    const type = typeof this.kv === 'string' ? this.kv : 'int8';
    const shape = (length: string) => ['batch', kvHeads, length, headDim];
    this.graph.output({ name: `present.${layer}.${part}`, type, shape: shape('total') });
    return this.graph.input({ name: `past_key_values.${layer}.${part}`, type, shape: shape('capacity') });
  }

  /** Adds the last branch to the residual stream and normalises the sum, in one operator, and multiplies it by `smoothing`. */
  private normalize(name: string, smoothing?: Float32Array): string {
    const { graph, weights, config } = this;
    const own = weights.vector(`${name}.weight`, config.hiddenSize);
    const gains = smoothing ? own.map((gain, at) => gain * (smoothing[at] as number)) : own;
    const gain = graph.constant(`${name}.weight`, 'float', [config.hiddenSize], gains);
    const epsilon = { float: config.rmsEpsilon };
    if (this.branch === undefined) {
      const attributes = { axis: { int: -1 }, epsilon };
      return graph.node('SimplifiedLayerNormalization', name, [this.residual, gain], { attributes });
    }
    const sum = `${name}.residual`;
    const operands = [this.residual, this.branch, gain];
    this.residual = sum;
    return graph.node('SkipSimplifiedLayerNormalization', name, operands, {
      ...MICROSOFT,
      outputs: [name, '', '', sum],
      attributes: { epsilon },
    });
  }

  private writeRotaryTables(): void {
    const { contextTokens, headDim, ropeBase } = this.config;
    const half = headDim / 2;
    const cos = new Float32Array(contextTokens * half);
    const sin = new Float32Array(contextTokens * half);
    for (let position = 0; position < contextTokens; position++) {
      for (let pair = 0; pair < half; pair++) {
        const angle = position * ropeBase ** (-pair / half);
        cos[position * half + pair] = Math.cos(angle);
        sin[position * half + pair] = Math.sin(angle);
      }
    }
    this.graph.constant('rotary.cos', 'float', [contextTokens, half], cos);
    this.graph.constant('rotary.sin', 'float', [contextTokens, half], sin);
  }

  /** Of `values` only those at the places whose next token is asked for. */
  private gather(values: string, places: string): string {
    return this.graph.node('GatherND', `${values}.wanted`, [values, places], {
      attributes: { batch_dims: { int: 1 } },
    });
  }
}
