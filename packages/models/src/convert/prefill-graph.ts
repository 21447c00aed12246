import { inlineTensor } from '../onnx/inline-tensor.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../onnx/onnx-types.ts';

const PAST_TOKENS = 'past_tokens';
const MASK = 'attention.mask';

/**
 * The same decoder for reading prompts: GroupQueryAttention is slow where many tokens of one sequence attend to 8-bit keys and
 * values, and with floats it copies all that went before. Here attention is plain products: what the slot holds and the new
 * tokens' keys and values, in 8 bits, are laid together and widened, and the new ones are given back for the caller to put
 * into the slot.
 *
 * Inputs: as the decode graph's, and `past_tokens` [1], how many tokens the slot holds. Batches have one row.
 * Outputs: `logits`, and `new_key_values` int8 [layers × (key, value), kv heads, new tokens, head size].
 *
 * @param decode a graph whose GroupQueryAttention keeps its cache in 8 bits, with a scale per channel
 */
export function writePrefillGraph(decode: OnnxModel): OnnxModel {
  const sizes = readSizes(decode);
  const rounded: string[] = [];
  const nodes = decode.nodes.flatMap((node) => {
    if (node.operator !== 'GroupQueryAttention') return [node];
    const attention = attendInProducts(node, sizes);
    rounded.push(...attention.rounded);
    return attention.nodes;
  });
  return {
    ...decode,
    graphName: 'prefill',
    nodes: [...maskNodes(), ...nodes, plain('Concat', rounded, 'new_key_values', { axis: { int: 0 } })],
    constants: [
      ...decode.constants.map((one) => (isScale(one) ? { ...one, shape: [1, ...one.shape] } : one)),
      ...constantsOf(sizes),
    ],
    inputs: [...decode.inputs, { name: PAST_TOKENS, type: 'int64', shape: [1] }],
    outputs: [
      ...decode.outputs.filter(({ name }) => !name.startsWith('present.')),
      { name: 'new_key_values', type: 'int8', shape: [rounded.length, sizes.kvHeads, 'sequence', sizes.headDim] },
    ],
  };
}

interface AttentionSizes {
  heads: number;
  kvHeads: number;
  headDim: number;
}

function readSizes({ nodes, constants }: OnnxModel): AttentionSizes {
  const [kvHeads, , headDim] = constants.find(isScale)?.shape ?? [];
  const attributes = nodes.find(({ operator }) => operator === 'GroupQueryAttention')?.attributes;
  if (kvHeads === undefined || headDim === undefined || !attributes?.num_heads || !('int' in attributes.num_heads)) {
    throw new Error('the decode graph has no 8-bit cache');
  }
  return { heads: attributes.num_heads.int, kvHeads, headDim };
}

/** Of keys or values: [kv heads, 1, head size]. */
function isScale({ name }: OnnxTensor): boolean {
  return name.endsWith('.key_scale') || name.endsWith('.value_scale');
}

/** [new tokens, all tokens]: 0 where one may attend to another, else so little that it gets no share. */
function maskNodes(): OnnxNode[] {
  return [
    plain('Cast', ['total_sequence_length'], 'attention.total', { to: { int: 7 } }),
    plain('Squeeze', [PAST_TOKENS], 'attention.past'),
    plain('Range', [NAMES.zero, 'attention.total', NAMES.one], 'attention.places'),
    plain('Range', ['attention.past', 'attention.total', NAMES.one], 'attention.new_places'),
    plain('Unsqueeze', ['attention.new_places', NAMES.lastAxis], 'attention.own_places'),
    plain('LessOrEqual', ['attention.places', 'attention.own_places'], 'attention.is_seen'),
    plain('Where', ['attention.is_seen', NAMES.seen, NAMES.unseen], MASK),
  ];
}

/** GroupQueryAttention's inputs that only an 8-bit cache has. */
const FIRST_SCALE = 12;
/** One scale for all tokens, whatever their number: a block of them has no more. */
const ALL_TOKENS = { axis: { int: 2 }, block_size: { int: 1 << 20 } };
/** [1, tokens, heads, head size] to [1, heads, tokens, head size], and back. */
const SWAPPED = { perm: { ints: [0, 2, 1, 3] } };

function attendInProducts(attention: OnnxNode, { headDim }: AttentionSizes): { nodes: OnnxNode[]; rounded: string[] } {
  const [qkv = '', , , pastKey = '', pastValue = '', , , cos = '', sin = ''] = attention.inputs;
  const [keyScale = '', valueScale = ''] = attention.inputs.slice(FIRST_SCALE);
  const [output = ''] = attention.outputs;
  const name = (what: string) => `${output}.${what}`;
  const split = (value: string, into: readonly string[], by: string, axis: number): OnnxNode => {
    return { ...plain('Split', [value, by], '', { axis: { int: axis } }), outputs: into.map(name) };
  };
  const inHeads = (value: string, shape: string, to: string) => [
    plain('Reshape', [value, shape], name(`${to}.by_token`)),
    plain('Transpose', [name(`${to}.by_token`)], name(to), SWAPPED),
  ];
  /** Rounded to 8 bits behind what the slot holds, and widened with it. Quantizing in blocks would be slower. */
  const appended = (part: string, past: string, scale: string) => [
    plain('Div', [name(part), scale], name(`${part}.steps`)),
    // Rounds to the nearest step and keeps what is out of range at the last one.
    plain('QuantizeLinear', [name(`${part}.steps`), NAMES.unit, NAMES.noShift], name(`${part}.rounded`)),
    plain('Slice', [past, NAMES.start, PAST_TOKENS, NAMES.tokens], name(`${part}.past`)),
    plain('Concat', [name(`${part}.past`), name(`${part}.rounded`)], name(`${part}.all`), { axis: { int: 2 } }),
    plain('DequantizeLinear', [name(`${part}.all`), scale], name(`${part}.widened`), ALL_TOKENS),
    plain('Unsqueeze', [name(`${part}.widened`), NAMES.tokens], name(`${part}s`)),
  ];
  return {
    nodes: [
      split(qkv, ['query_key', 'value.given'], NAMES.turnedAndNot, -1),
      microsoft('RotaryEmbedding', [name('query_key'), PAST_TOKENS, cos, sin], name('turned')),
      ...inHeads(name('turned'), NAMES.turnedShape, 'heads'),
      split(name('heads'), ['query', 'key'], NAMES.queriesAndKeys, 1),
      ...inHeads(name('value.given'), NAMES.valueShape, 'value'),
      ...appended('key', pastKey, keyScale),
      ...appended('value', pastValue, valueScale),
      // Those of a group attend to the same keys: [1, kv heads, group, new tokens, head size].
      plain('Reshape', [name('query'), NAMES.groupShape], name('queries')),
      microsoft('FusedMatMul', [name('queries'), name('keys')], name('scores'), {
        transB: { int: 1 },
        alpha: { float: 1 / Math.sqrt(headDim) },
      }),
      plain('Add', [name('scores'), MASK], name('seen')),
      plain('Softmax', [name('seen')], name('shares'), { axis: { int: -1 } }),
      plain('MatMul', [name('shares'), name('values')], name('attended')),
      plain('Reshape', [name('attended'), NAMES.headsShape], name('attended.heads')),
      plain('Transpose', [name('attended.heads')], name('attended.by_token'), SWAPPED),
      plain('Reshape', [name('attended.by_token'), NAMES.outputShape], output),
    ],
    rounded: [name('key.rounded'), name('value.rounded')],
  };
}

const NAMES = {
  start: 'attention.start',
  tokens: 'attention.tokens_axis',
  lastAxis: 'attention.last_axis',
  zero: 'attention.zero',
  one: 'attention.one',
  seen: 'attention.seen',
  unseen: 'attention.unseen',
  unit: 'attention.unit',
  noShift: 'attention.no_shift',
  turnedAndNot: 'attention.turned_and_not',
  queriesAndKeys: 'attention.queries_and_keys',
  turnedShape: 'attention.turned_shape',
  valueShape: 'attention.value_shape',
  groupShape: 'attention.group_shape',
  headsShape: 'attention.heads_shape',
  outputShape: 'attention.output_shape',
};

function constantsOf({ heads, kvHeads, headDim }: AttentionSizes): OnnxTensor[] {
  const integers = (name: string, ...values: number[]) =>
    inlineTensor(name, 'int64', [values.length], BigInt64Array.from(values, BigInt));
  return [
    integers(NAMES.start, 0),
    integers(NAMES.tokens, 2),
    integers(NAMES.lastAxis, -1),
    inlineTensor(NAMES.zero, 'int64', [], BigInt64Array.of(0n)),
    inlineTensor(NAMES.one, 'int64', [], BigInt64Array.of(1n)),
    inlineTensor(NAMES.seen, 'float', [], Float32Array.of(0)),
    inlineTensor(NAMES.unseen, 'float', [], Float32Array.of(-1e30)),
    inlineTensor(NAMES.unit, 'float', [], Float32Array.of(1)),
    inlineTensor(NAMES.noShift, 'int8', [], Int8Array.of(0)),
    // Queries and keys are turned by their places, values not.
    integers(NAMES.turnedAndNot, (heads + kvHeads) * headDim, kvHeads * headDim),
    integers(NAMES.queriesAndKeys, heads, kvHeads),
    integers(NAMES.turnedShape, 1, -1, heads + kvHeads, headDim),
    integers(NAMES.valueShape, 1, -1, kvHeads, headDim),
    integers(NAMES.groupShape, 1, kvHeads, heads / kvHeads, -1, headDim),
    integers(NAMES.headsShape, 1, heads, -1, headDim),
    integers(NAMES.outputShape, 1, -1, heads * headDim),
  ];
}

function plain(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
): OnnxNode {
  return { operator, domain: '', inputs, outputs: [output], attributes };
}

function microsoft(...parts: Parameters<typeof plain>): OnnxNode {
  return { ...plain(...parts), domain: 'com.microsoft' };
}
