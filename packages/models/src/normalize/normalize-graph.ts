import { ModelError } from '../model-error.ts';
import { encodeNode, encodeTensor, encodeValue } from '../onnx/encode-model.ts';
import {
  decodeNode,
  describeTensor,
  type GraphFile,
  type GraphNode,
  type GraphPort,
  integerAttribute,
} from '../onnx/graph-file.ts';
import type { OnnxAttribute, OnnxValue } from '../onnx/onnx-types.ts';
import { splitFields } from '../onnx/wire-fields.ts';
import { GraphView, namesInInnerGraphs } from './graph-view.ts';

/** What a published graph calls its inputs and outputs. */
export interface PortNames {
  inputIds: string;
  attentionMask: string;
  positionIds: string;
  logits: string;
}

/** Sizes that a graph tells by itself. */
export interface GraphFacts {
  /** How keys and values are kept. */
  kvType: 'float32' | 'float16';
  layers: number;
  kvHeads: number;
  headDim: number;
  vocabSize: number;
  /** Positions that the rotary tables reach, if they are constants of the graph. */
  rotaryTokens?: number;
}

const ELEMENT = { float32: 1, int64: 7, float16: 10, bfloat16: 16 } as const;
const OLDEST_OPSET = 13;
/** Where GroupQueryAttention has what is changed here. */
const GQA = { pastKey: 3, pastValue: 4, lastPosition: 5, totalLength: 6, cos: 7, positions: 9 } as const;
/** Between LM head and logits: each number apart from the others. */
const ELEMENTWISE = new Set(['Cast', 'Identity', 'Add', 'Sub', 'Mul', 'Div', 'Tanh']);
const HEADS = new Set(['MatMul', 'MatMulNBits', 'FusedMatMul']);
/** Names that no exporter uses. */
const OWN = 'frontdesk';

const UNLIKE_CACHES = 'The layers have caches of different sizes or types.';
const NO_ATTENTION =
  'The graph has no GroupQueryAttention, so its cache of keys and values would be copied at every token. ' +
  'Use one that has it: on the hub onnx-community/SmolLM2-135M-Instruct-ONNX-GQA and others with -GQA in their names, or ' +
  "make one with onnxruntime-genai's model builder: python -m onnxruntime_genai.models.builder -m MODEL -o FOLDER -p int4 -e cpu";

/**
 * Gives a decoder as onnxruntime-genai or onnx-community publishes it the inputs and outputs of our own graphs (see
 * convert/decoder-graph.ts): lengths come as inputs instead of being counted from a mask, positions are counted from the
 * lengths, and the LM head sees only the positions asked for. Changes `file`; the weights are not touched.
 *
 * Throws ModelError `unsupported_model` with a sentence that says why, and what to use where there is something.
 */
export function normalizeGraph(file: GraphFile, names: PortNames): GraphFacts {
  return new GraphNormalizer(file, names).normalize();
}

class GraphNormalizer {
  private readonly file: GraphFile;
  private readonly names: PortNames;
  private readonly view: GraphView;
  private readonly attentions: readonly GraphNode[];

  constructor(file: GraphFile, names: PortNames) {
    this.file = file;
    this.names = names;
    this.view = new GraphView(file);
    this.attentions = file.nodes.filter(({ operator }) => operator === 'GroupQueryAttention');
  }

  normalize(): GraphFacts {
    if (this.attentions.length === 0) throw unsupported(NO_ATTENTION);
    const opset = this.file.opsets.get('') ?? 0;
    if (opset < OLDEST_OPSET)
      throw unsupported(`The graph is of operator set ${opset}; ${OLDEST_OPSET} is the oldest.`);
    const facts = this.readFacts();
    this.takeLengthsAsInputs();
    this.gatherBeforeHead();
    this.widenLogits();
    this.removeUnused();
    this.countPositions();
    this.keepAllPositions();
    this.renamePorts(facts);
    return facts;
  }

  private readFacts(): GraphFacts {
    const logits = this.output(this.names.logits);
    if (logits.elementType !== ELEMENT.float16) expectType(logits, ELEMENT.float32, 'float32 or float16');
    expectType(this.input(this.names.inputIds), ELEMENT.int64, 'int64');
    const sizes = this.attentions.map((node) => {
      const past = this.input(node.inputs[GQA.pastKey] ?? '');
      const kvType = kvTypeOf(past);
      if (kvTypeOf(this.input(node.inputs[GQA.pastValue] ?? '')) !== kvType) throw unsupported(UNLIKE_CACHES);
      for (const present of node.outputs.slice(1, 3)) this.output(present);
      return { kvHeads: integerAttribute(node, 'kv_num_heads'), headDim: past.shape[3], kvType };
    });
    const { kvHeads, headDim, kvType } = sizes[0] as (typeof sizes)[0];
    if (!sizes.every((size) => size.kvHeads === kvHeads && size.headDim === headDim && size.kvType === kvType)) {
      throw unsupported(UNLIKE_CACHES);
    }
    const vocabSize = logits.shape[2];
    if (typeof kvHeads !== 'number' || typeof headDim !== 'number' || typeof vocabSize !== 'number') {
      throw unsupported('The graph does not tell its number of heads, their size and the size of its vocabulary.');
    }
    const rotaryTokens = this.readRotaryTokens();
    return {
      kvType,
      layers: this.attentions.length,
      kvHeads,
      headDim,
      vocabSize,
      ...(rotaryTokens && { rotaryTokens }),
    };
  }

  private readRotaryTokens(): number | undefined {
    const tables = this.file.nodes.flatMap(({ operator, inputs }) => {
      if (operator === 'GroupQueryAttention') return inputs[GQA.cos] ?? [];
      return operator === 'RotaryEmbedding' ? (inputs[2] ?? []) : [];
    });
    const lengths = tables.map((table) => this.view.shapeOf(table)?.[0]).filter((length) => length !== undefined);
    return lengths.length > 0 ? Math.min(...lengths) : undefined;
  }

  private takeLengthsAsInputs(): void {
    for (const { inputs } of this.attentions) {
      const [lastPosition = '', totalLength = ''] = inputs.slice(GQA.lastPosition);
      const mask = this.names.attentionMask;
      if (!this.view.isLastPosition(lastPosition, mask) || !this.view.isMaskLength(totalLength, mask)) {
        throw unsupported(`The graph counts its tokens in a way that is not known here (not from ${mask} alone).`);
      }
      inputs[GQA.lastPosition] = 'seqlens_k';
      inputs[GQA.totalLength] = 'total_sequence_length';
      // Positions one after the other are what it counts by itself.
      if (inputs[GQA.positions] === this.names.positionIds) inputs[GQA.positions] = '';
    }
  }

  /** Lets the large product at the end see the wanted positions alone. */
  private gatherBeforeHead(): void {
    const passed = new Set<string>();
    let value = this.names.logits;
    // A damaged graph may go in a circle.
    while (!passed.has(value)) {
      passed.add(value);
      const node = this.view.producer(value);
      const changing = node?.inputs.filter((input) => input !== '' && !this.view.isConstant(input)) ?? [];
      const [input] = changing;
      if (!node || changing.length !== 1 || input === undefined) break;
      if (HEADS.has(node.operator) && node.inputs[0] === input) {
        const axis = this.constant('axis', [1], [2]);
        const places = newNode('Unsqueeze', ['logits_positions', axis], 'places');
        const wanted = newNode('GatherND', [input, `${OWN}.places`], 'wanted', { batch_dims: { int: 1 } });
        node.inputs[0] = `${OWN}.wanted`;
        this.file.nodes.splice(this.file.nodes.indexOf(node), 0, places, wanted);
        return;
      }
      if (!ELEMENTWISE.has(node.operator)) break;
      value = input;
    }
    throw unsupported(`The graph's last operators are not known here: no LM head leads to ${this.names.logits}.`);
  }

  /** The engine samples from logits of 32 bits. */
  private widenLogits(): void {
    const { logits } = this.names;
    if (this.output(logits).elementType === ELEMENT.float32) return;
    const narrow = `${OWN}.narrow_logits`;
    const swap = (name: string) => (name === logits ? narrow : name);
    for (const node of this.file.nodes) {
      node.inputs = node.inputs.map(swap);
      node.outputs = node.outputs.map(swap);
    }
    const widen = newNode('Cast', [narrow], 'logits', { to: { int: ELEMENT.float32 } });
    this.file.nodes.push({ ...widen, outputs: [logits] });
  }

  private removeUnused(): void {
    const used = new Set(this.file.outputs.map(({ name }) => name));
    const kept: GraphNode[] = [];
    for (const node of this.file.nodes.toReversed()) {
      if (!node.outputs.some((output) => used.has(output))) continue;
      kept.push(node);
      for (const name of [...node.inputs, ...namesInInnerGraphs(node)]) used.add(name);
    }
    this.file.nodes = kept.reverse();
    this.file.initializers = this.file.initializers.filter(({ name }) => used.has(name));
    const { attentionMask, positionIds } = this.names;
    if (used.has(attentionMask)) {
      throw unsupported(`The graph uses ${attentionMask} for more than the number of tokens.`);
    }
    const unused = [attentionMask, ...(used.has(positionIds) ? [] : [positionIds])];
    this.file.inputs = this.file.inputs.filter(({ name }) => !unused.includes(name));
  }

  /** For rotary operators outside the attention: position = length before this run + place in the input. */
  private countPositions(): void {
    const { inputIds, positionIds } = this.names;
    if (!this.takeInput(positionIds)) return;
    const one = this.constant('one', [], [1]);
    const zero = this.constant('zero', [], [0]);
    const second = this.constant('second', [1], [1]);
    const own = (name: string) => `${OWN}.${name}`;
    this.file.nodes.unshift(
      newNode('Shape', [inputIds], 'shape'),
      newNode('Gather', [own('shape'), one], 'count'),
      newNode('Range', [zero, own('count'), one], 'place'),
      newNode('Cast', ['seqlens_k'], 'last', { to: { int: ELEMENT.int64 } }),
      newNode('Sub', [own('last'), own('count')], 'before_less_one'),
      newNode('Add', [own('before_less_one'), one], 'before'),
      newNode('Unsqueeze', [own('before'), second], 'before_column'),
      { ...newNode('Add', [own('before_column'), own('place')], 'positions'), outputs: [positionIds] },
    );
  }

  /** Newer exports can drop all but the last positions by themselves; 0 keeps all of them. */
  private keepAllPositions(): void {
    const name = 'num_logits_to_keep';
    const port = this.takeInput(name);
    if (port) this.file.initializers.push(tensor(name, port.shape.length === 0 ? [] : [1], [0]));
  }

  private renamePorts({ kvType, kvHeads, headDim, vocabSize }: GraphFacts): void {
    const type = kvType === 'float16' ? 'float16' : 'float';
    const { file, names } = this;
    const renamed = new Map([
      [names.inputIds, 'input_ids'],
      [names.logits, 'logits'],
    ]);
    const inputs: OnnxValue[] = [
      { name: 'input_ids', type: 'int64', shape: ['batch', 'sequence'] },
      { name: 'seqlens_k', type: 'int32', shape: ['batch'] },
      { name: 'total_sequence_length', type: 'int32', shape: [] },
      { name: 'logits_positions', type: 'int64', shape: ['batch', 'count'] },
    ];
    const outputs: OnnxValue[] = [{ name: 'logits', type: 'float', shape: ['batch', 'count', vocabSize] }];
    for (const [layer, node] of this.attentions.entries()) {
      for (const [index, part] of (['key', 'value'] as const).entries()) {
        const [past, present] = [`past_key_values.${layer}.${part}`, `present.${layer}.${part}`];
        renamed.set(node.inputs[GQA.pastKey + index] as string, past);
        renamed.set(node.outputs[1 + index] as string, present);
        inputs.push({ name: past, type, shape: ['batch', kvHeads, 'capacity', headDim] });
        outputs.push({ name: present, type, shape: ['batch', kvHeads, 'total', headDim] });
      }
    }
    const others = file.inputs.filter(({ name }) => !renamed.has(name)).map(({ name }) => name);
    if (others.length > 0) throw unsupported(`The graph has inputs that are not known here: ${others.join(', ')}.`);
    const captured = file.nodes.flatMap(namesInInnerGraphs).find((name) => renamed.has(name));
    if (captured) throw unsupported(`The graph uses ${captured} inside a branch.`);
    for (const node of file.nodes) {
      node.inputs = node.inputs.map((name) => renamed.get(name) ?? name);
      node.outputs = node.outputs.map((name) => renamed.get(name) ?? name);
    }
    file.inputs = inputs.map(newPort);
    file.outputs = outputs.map(newPort);
  }

  private input(name: string): GraphPort {
    return find(this.file.inputs, name, 'input');
  }

  private output(name: string): GraphPort {
    return find(this.file.outputs, name, 'output');
  }

  private takeInput(name: string): GraphPort | undefined {
    const port = this.file.inputs.find((input) => input.name === name);
    this.file.inputs = this.file.inputs.filter((input) => input !== port);
    return port;
  }

  private constant(name: string, shape: readonly number[], values: readonly number[]): string {
    this.file.initializers.push(tensor(`${OWN}.${name}`, shape, values));
    return `${OWN}.${name}`;
  }
}

function find(ports: readonly GraphPort[], name: string, direction: string): GraphPort {
  const port = ports.find((candidate) => candidate.name === name);
  if (!port) throw unsupported(`The graph has no ${direction} ${name || 'for the cache of its attention'}.`);
  return port;
}

function expectType(port: GraphPort, type: number, label: string): void {
  if (port.elementType !== type) throw unsupported(`${port.name} of the graph is not of type ${label}.`);
}

function kvTypeOf({ name, elementType }: GraphPort): GraphFacts['kvType'] {
  if (elementType === ELEMENT.float32) return 'float32';
  if (elementType === ELEMENT.float16) return 'float16';
  if (elementType === ELEMENT.bfloat16) {
    throw unsupported(
      `The graph keeps keys and values in bfloat16 (${name}); the engine has float32 and float16. Use the model_q4 file of ` +
        'an onnx-community model, or build for the CPU with onnxruntime-genai (-p int4 -e cpu).',
    );
  }
  throw unsupported(`The graph keeps keys and values in a type that is not known here (${name}).`);
}

function newNode(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): GraphNode {
  return decodeNode(encodeNode({ operator, domain: '', inputs, outputs: [`${OWN}.${output}`], attributes }));
}

function tensor(name: string, shape: readonly number[], values: readonly number[]) {
  const data = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  const fields = splitFields(encodeTensor({ name, type: 'int64', shape, data }));
  return { ...describeTensor(fields), fields };
}

function newPort(value: OnnxValue): GraphPort {
  return { name: value.name, elementType: 0, shape: value.shape, raw: encodeValue(value) };
}

function unsupported(message: string): ModelError {
  return new ModelError('unsupported_model', message);
}
