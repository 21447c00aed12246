import type { GraphBuilder } from '../onnx/graph-builder.ts';
import { ELEMENT_TYPES } from '../onnx/onnx-types.ts';
import type { EncoderWeights, LinearWeights } from './encoder-weights.ts';
import { IntegerProducts } from './integer-products.ts';
import type { WeightUpdates } from './weight-updates.ts';

export interface EncoderParts {
  graph: GraphBuilder;
  published: EncoderWeights;
  updates: WeightUpdates;
  /** Heads of attention: no tensor's shape tells them. */
  heads: number;
  /** Called after each layer. */
  onLayer?: ((layers: number, total: number) => void) | undefined;
}

const MICROSOFT = { domain: 'com.microsoft' } as const;

/**
 * Writes an encoder of the BERT or MPNet family into the graph: products of integers, all else in floats.
 *
 * Inputs: `input_ids` and `attention_mask` [batch, tokens].
 * Output: `last_hidden_state` [batch, tokens, width].
 *
 * Throws ModelError `malformed` if the published graph lacks a part, or an update does not fit.
 */
export function writeEncoderGraph(parts: EncoderParts): void {
  new EncoderGraph(parts).write(parts.onLayer);
}

/** What a layer gives on. */
interface States {
  name: string;
  /** How large each of its columns is, about: as the normalisation before scales and moves it. */
  sizes: Float32Array;
}

/** States are [all tokens, width] between the layers: a token's step is a row's then. Only attention wants texts apart. */
class EncoderGraph {
  private readonly graph: GraphBuilder;
  private readonly published: EncoderWeights;
  private readonly products: IntegerProducts;
  private readonly heads: number;
  /** The last operand of attention, where it has one. */
  private distances: readonly string[] = [];

  constructor({ graph, published, updates, heads }: EncoderParts) {
    this.graph = graph;
    this.published = published;
    this.products = new IntegerProducts(graph, updates);
    this.heads = heads;
  }

  write(onLayer: EncoderParts['onLayer']): void {
    const { graph, published } = this;
    const ids = graph.input({ name: 'input_ids', type: 'int64', shape: ['batch', 'tokens'] });
    const mask = graph.input({ name: 'attention_mask', type: 'int64', shape: ['batch', 'tokens'] });
    this.cast('keys_seen', mask, 'int32');
    const words = published.words();
    const width = words.columns;
    graph.constant('width', 'int64', [1], BigInt64Array.of(BigInt(width)));
    graph.constant('flat_shape', 'int64', [2], BigInt64Array.of(-1n, BigInt(width)));
    graph.node('Concat', 'batch_shape', [graph.node('Shape', 'ids_shape', [ids]), 'width'], {
      attributes: { axis: { int: 0 } },
    });

    graph.constant('words.codes', 'int8', [words.rows, width], words.codes);
    graph.constant('words.scales', 'float', [words.rows, 1], words.scales);
    const steps = this.cast('words.steps', graph.node('Gather', 'words.own_codes', ['words.codes', ids]), 'float');
    const step = graph.node('Gather', 'words.step', ['words.scales', ids]);
    const own = graph.node('Mul', 'words.own', [steps, step]);
    graph.constant('start', 'int64', [1], BigInt64Array.of(0n));
    const tokens = graph.node('Shape', 'tokens', [ids], { attributes: { start: { int: 1 } } });
    const embedded = this.flatten('embeddings', graph.node('Add', 'words.placed', [own, this.writePositions(tokens)]));
    this.writeDistances(tokens);
    this.products.begin(embedded);
    let states = this.normalize('embeddings.LayerNorm', embedded);
    for (let layer = 0; layer < published.layers; layer++) {
      states = this.attend(`encoder.layer.${layer}.attention`, states);
      states = this.feedForward(`encoder.layer.${layer}`, states);
      onLayer?.(layer + 1, published.layers);
    }
    graph.output({ name: 'last_hidden_state', type: 'float', shape: ['batch', 'tokens', width] });
    graph.node('Reshape', 'last_hidden_state', [states.name, 'batch_shape']);
  }

  private writePositions(tokens: string): string {
    const { graph, published } = this;
    const { rows, columns, values } = published.positions();
    graph.constant('positions', 'float', [rows, columns], values);
    // From the start, along the axis of that number.
    return graph.node('Slice', 'positions.own', ['positions', 'start', tokens, 'start']);
  }

  /** What attention adds in every layer, [1, heads, tokens, tokens]. */
  private writeDistances(tokens: string): void {
    const { graph, published } = this;
    const distances = published.distances();
    if (!distances) return;
    const { heads, places, values } = distances;
    graph.constant('distances', 'float', [1, heads, places, places], values);
    graph.constant('distances.from', 'int64', [2], BigInt64Array.of(0n, 0n));
    graph.constant('distances.axes', 'int64', [2], BigInt64Array.of(2n, 3n));
    const to = graph.node('Concat', 'distances.to', [tokens, tokens], { attributes: { axis: { int: 0 } } });
    this.distances = [graph.node('Slice', 'distances.own', ['distances', 'distances.from', to, 'distances.axes'])];
  }

  private attend(name: string, states: States): States {
    const { graph, published, products } = this;
    const [query, key, value] = [
      published.linear(`${name}.self.query`),
      published.linear(`${name}.self.key`),
      published.linear(`${name}.self.value`),
    ];
    // Values are most of what 8 bits cost when all three read the same bytes; queries and keys gain nothing from their own.
    const operands = [
      ...products.multiply(states.name, { [`${name}.query`]: query, [`${name}.key`]: key }),
      products.multiplySmooth(`${name}.value`, states.name, value, states.sizes),
    ].map((product) => graph.node('Reshape', `${product}.texts`, [product, 'batch_shape']));
    const bias = Float32Array.from([...query.bias, ...key.bias, ...value.bias]);
    graph.constant(`${name}.bias`, 'float', [bias.length], bias);
    const beside = [`${name}.bias`, 'keys_seen', ...this.distances];
    const texts = graph.node('MultiHeadAttention', `${name}.texts`, [...operands, ...beside], {
      ...MICROSOFT,
      attributes: { num_heads: { int: this.heads } },
    });
    const output = published.linear(`${name}.output.dense`);
    const [product = ''] = products.multiply(this.flatten(`${name}.mixed`, texts), { [`${name}.product`]: output });
    return this.addNormalized(`${name}.output`, product, output, states);
  }

  private feedForward(name: string, states: States): States {
    const { graph, published, products } = this;
    const inner = published.linear(`${name}.intermediate.dense`);
    const product = products.multiplySmooth(`${name}.inner`, states.name, inner, states.sizes);
    graph.constant(`${name}.inner.bias`, 'float', [inner.bias.length], inner.bias);
    const active = graph.node('BiasGelu', `${name}.active`, [product, `${name}.inner.bias`], MICROSOFT);
    const output = published.linear(`${name}.output.dense`);
    const outer = products.multiplyActive(`${name}.product`, active, output);
    return this.addNormalized(`${name}.output`, outer, output, states);
  }

  /** A branch's last product and what went around it. */
  private addNormalized(name: string, product: string, { bias }: LinearWeights, states: States): States {
    const { graph } = this;
    graph.constant(`${name}.bias`, 'float', [bias.length], bias);
    const branch = graph.node('Add', `${name}.branch`, [product, `${name}.bias`]);
    return this.normalize(`${name}.LayerNorm`, graph.node('Add', `${name}.sum`, [branch, states.name]));
  }

  /** Not SkipLayerNormalization, which adds as well: it is seven times as slow as this one on a CPU. */
  private normalize(name: string, input: string): States {
    const { graph, published } = this;
    const [gains, shifts] = [published.floats(`${name}.weight`), published.floats(`${name}.bias`)];
    const operands = [
      graph.constant(`${name}.weight`, 'float', [gains.length], gains),
      graph.constant(`${name}.bias`, 'float', [shifts.length], shifts),
    ];
    graph.node('LayerNormalization', name, [input, ...operands], {
      attributes: { axis: { int: -1 }, epsilon: { float: published.epsilon } },
    });
    return { name, sizes: gains.map((gain, column) => Math.abs(gain) + Math.abs(shifts[column] as number)) };
  }

  private flatten(name: string, value: string): string {
    return this.graph.node('Reshape', name, [value, 'flat_shape']);
  }

  private cast(name: string, value: string, to: 'float' | 'int32'): string {
    return this.graph.node('Cast', name, [value], { attributes: { to: { int: ELEMENT_TYPES[to] } } });
  }
}
