import { inlineTensor } from '../onnx/inline-tensor.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from '../onnx/onnx-types.ts';

const PAST_TOKENS = 'past_tokens';
const AXIS = 'kv.tokens_axis';
const FROM_START = 'kv.start';
const TO_END = 'kv.end';
const UNIT = 'kv.unit';
const NO_SHIFT = 'kv.no_shift';
const ONE = 'kv.one';
/** What is widened of a slot: of an empty one a token, which attention does not look at, since no block can be empty. */
const WIDENED_TOKENS = 'kv.widened_tokens';
/** One scale for all tokens, whatever their number: a block of them has no more. */
const ALL_TOKENS = { axis: { int: 2 }, block_size: { int: 1 << 20 } };

/**
 * The same decoder for reading prompts. ONNX Runtime's attention over many new tokens is several times faster with a
 * float cache than with an 8-bit one. So this graph widens what a slot holds, attends in floats, and gives back the new
 * tokens' keys and values in 8 bits, for the caller to put into the slot.
 *
 * Inputs: as the decode graph's, and `past_tokens` [1], how many tokens the slot holds. Batches have one row.
 * Outputs: `logits`, and `new_key_values` int8 [layers × (key, value), kv heads, new tokens, head size].
 *
 * @param decode a graph whose GroupQueryAttention keeps its cache in 8 bits, with a scale per channel
 */
export function writePrefillGraph(decode: OnnxModel): OnnxModel {
  const nodes = [plain('Max', [PAST_TOKENS, ONE], WIDENED_TOKENS)];
  const rounded: string[] = [];
  for (const node of decode.nodes) {
    if (node.operator !== 'GroupQueryAttention') {
      nodes.push(node);
      continue;
    }
    const attention = attendInFloats(node);
    nodes.push(...attention.nodes);
    rounded.push(...attention.rounded);
  }
  nodes.push(plain('Concat', rounded, 'new_key_values', { axis: { int: 0 } }));
  const [kvHeads, , headDim] = decode.constants.find(isScale)?.shape ?? [];
  if (kvHeads === undefined || headDim === undefined) throw new Error('the decode graph has no 8-bit cache');
  return {
    ...decode,
    graphName: 'prefill',
    nodes,
    constants: [
      ...decode.constants.map((one) => (isScale(one) ? { ...one, shape: [1, ...one.shape] } : one)),
      ...CONSTANTS,
    ],
    inputs: [...decode.inputs, { name: PAST_TOKENS, type: 'int64', shape: [1] }],
    outputs: [
      ...decode.outputs.filter(({ name }) => !name.startsWith('present.')),
      { name: 'new_key_values', type: 'int8', shape: [rounded.length, kvHeads, 'sequence', headDim] },
    ],
  };
}

/** GroupQueryAttention's inputs and attributes that only an 8-bit cache has. */
const FIRST_SCALE = 12;
const ROUNDING_ATTRIBUTES = ['k_quant_type', 'v_quant_type', 'kv_cache_bit_width'];

function attendInFloats(attention: OnnxNode): { nodes: OnnxNode[]; rounded: string[] } {
  const [qkv = '', , , pastKey = '', pastValue = '', length = '', total = '', cos = '', sin = ''] = attention.inputs;
  const [output = ''] = attention.outputs;
  const name = (what: string) => `${output}.${what}`;
  const parts = [
    { part: 'key', past: pastKey, scale: attention.inputs[FIRST_SCALE] as string },
    { part: 'value', past: pastValue, scale: attention.inputs[FIRST_SCALE + 1] as string },
  ];
  const attributes = Object.fromEntries(
    Object.entries(attention.attributes).filter(([attribute]) => !ROUNDING_ATTRIBUTES.includes(attribute)),
  );
  return {
    nodes: [
      ...parts.flatMap(({ part, past, scale }) => [
        plain('Slice', [past, FROM_START, WIDENED_TOKENS, AXIS], name(`${part}.past`)),
        plain('DequantizeLinear', [name(`${part}.past`), scale], name(`${part}.widened`), ALL_TOKENS),
      ]),
      {
        ...attention,
        inputs: [qkv, '', '', name('key.widened'), name('value.widened'), length, total, cos, sin],
        outputs: [output, name('key.all'), name('value.all')],
        attributes,
      },
      ...parts.flatMap(({ part, scale }) => [
        plain('Slice', [name(`${part}.all`), PAST_TOKENS, TO_END, AXIS], name(`${part}.new`)),
        // In blocks, as above, it would be slower: ONNX Runtime has vectors for one scale alone.
        plain('Div', [name(`${part}.new`), scale], name(`${part}.steps`)),
        // Rounds to the nearest step and keeps what is out of range at the last one.
        plain('QuantizeLinear', [name(`${part}.steps`), UNIT, NO_SHIFT], name(`${part}.rounded`)),
      ]),
    ],
    rounded: parts.map(({ part }) => name(`${part}.rounded`)),
  };
}

const CONSTANTS: readonly OnnxTensor[] = [
  inlineTensor(AXIS, 'int64', [1], BigInt64Array.of(2n)),
  inlineTensor(FROM_START, 'int64', [1], BigInt64Array.of(0n)),
  inlineTensor(UNIT, 'float', [], Float32Array.of(1)),
  inlineTensor(NO_SHIFT, 'int8', [], Int8Array.of(0)),
  inlineTensor(ONE, 'int64', [1], BigInt64Array.of(1n)),
  inlineTensor(TO_END, 'int64', [1], BigInt64Array.of(BigInt(Number.MAX_SAFE_INTEGER))),
];

/** Of keys or values: [kv heads, 1, head size]. */
function isScale({ name }: OnnxTensor): boolean {
  return name.endsWith('.key_scale') || name.endsWith('.value_scale');
}

function plain(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
): OnnxNode {
  return { operator, domain: '', inputs, outputs: [output], attributes };
}
