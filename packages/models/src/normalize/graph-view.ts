import {
  attributeFields,
  attributesOf,
  decodeNode,
  type GraphFile,
  type GraphNode,
  type Initializer,
} from '../onnx/graph-file.ts';
import { bytesOf, integersOf, splitFields, textOf, type WireField } from '../onnx/wire-fields.ts';

/** Operators that change a value's type or shape, never its numbers. */
const SAME_NUMBERS = new Set(['Cast', 'Identity', 'Squeeze', 'Unsqueeze', 'Reshape', 'Flatten']);

/** Questions about a graph: who makes a value, and what is known of it. */
export class GraphView {
  private readonly producers = new Map<string, GraphNode>();
  private readonly initializers: ReadonlyMap<string, Initializer>;

  constructor(file: GraphFile) {
    for (const node of file.nodes) for (const output of node.outputs) this.producers.set(output, node);
    this.initializers = new Map(file.initializers.map((initializer) => [initializer.name, initializer]));
  }

  producer(value: string): GraphNode | undefined {
    return this.producers.get(value);
  }

  /** Whether a value is the same in every run. */
  isConstant(value: string): boolean {
    return this.initializers.has(value) || this.producer(value)?.operator === 'Constant';
  }

  shapeOf(constant: string): readonly number[] | undefined {
    return this.initializers.get(constant)?.shape;
  }

  /** The numbers of a small integer constant. */
  integers(value: string): number[] | undefined {
    const initializer = this.initializers.get(value);
    if (initializer) return integersOfTensor(initializer.fields);
    const node = this.producer(value);
    if (node?.operator !== 'Constant') return undefined;
    const tensor = attributeFields(node, 'value')?.find(({ number }) => number === 5);
    if (tensor) return integersOfTensor(splitFields(bytesOf(tensor)));
    const plain = attributeFields(node, 'value_int') ?? attributeFields(node, 'value_ints');
    return plain?.filter(({ number }) => number === 3 || number === 8).flatMap(integersOf);
  }

  isInteger(value: string, ...wanted: number[]): boolean {
    const found = this.integers(value);
    return found?.length === 1 && wanted.includes(found[0] as number);
  }

  /** The value that this one's numbers come from; where they come from nowhere but themselves, one of the circle. */
  source(value: string): string {
    const passed = new Set<string>();
    let current = value;
    while (!passed.has(current)) {
      passed.add(current);
      const node = this.producer(current);
      if (!node || !SAME_NUMBERS.has(node.operator) || node.inputs[0] === undefined) return current;
      current = node.inputs[0];
    }
    return current;
  }

  /** Whether a value is the number of tokens in each row, minus one, counted from the mask. */
  isLastPosition(value: string, mask: string): boolean {
    const node = this.producer(this.source(value));
    const [count, one] = node?.inputs ?? [];
    if (count === undefined || one === undefined) return false;
    const isMinusOne =
      (node?.operator === 'Sub' && this.isInteger(one, 1)) || (node?.operator === 'Add' && this.isInteger(one, -1));
    return isMinusOne && this.isRowSum(this.source(count), mask);
  }

  /** Whether a value is the mask's second dimension. */
  isMaskLength(value: string, mask: string): boolean {
    const node = this.producer(this.source(value));
    if (node?.operator === 'Shape') {
      const start = attributeFields(node, 'start')?.find(({ number }) => number === 3);
      return start !== undefined && [1, -1].includes(integersOf(start)[0] as number) && node.inputs[0] === mask;
    }
    const [shape, index] = node?.inputs ?? [];
    if (node?.operator !== 'Gather' || shape === undefined || index === undefined) return false;
    const measured = this.producer(shape);
    const isWhole = measured?.operator === 'Shape' && !attributeFields(measured, 'start');
    return isWhole && measured.inputs[0] === mask && this.isInteger(index, 1, -1);
  }

  private isRowSum(value: string, mask: string): boolean {
    const node = this.producer(value);
    if (node?.operator !== 'ReduceSum' || this.source(node.inputs[0] ?? '') !== mask) return false;
    const axes = node.inputs[1];
    if (axes) return this.isInteger(axes, 1, -1);
    const attribute = attributeFields(node, 'axes')?.filter(({ number }) => number === 8) ?? [];
    const numbers = attribute.flatMap(integersOf);
    return numbers.length === 1 && [1, -1].includes(numbers[0] as number);
  }
}

/** Names that a node's inner graphs (the branches of an If) take from outside, and those that they define. */
export function namesInInnerGraphs(node: GraphNode): string[] {
  return attributesOf(node)
    .flatMap((fields) => fields.filter(({ number }) => number === 6 || number === 11))
    .flatMap((graph) => splitFields(bytesOf(graph)))
    .flatMap((field) => {
      if (field.number === 1) {
        const inner = decodeNode(bytesOf(field));
        return [...inner.inputs, ...namesInInnerGraphs(inner)];
      }
      // A branch may return an outer value as it is.
      return field.number === 12 ? splitFields(bytesOf(field)).filter(isName).map(textOf) : [];
    });
}

const isName = ({ number }: WireField) => number === 1;

function integersOfTensor(fields: readonly WireField[]): number[] | undefined {
  const type = fields.find(({ number }) => number === 2);
  const raw = fields.find(({ number }) => number === 9);
  const code = type && integersOf(type)[0];
  if (code !== 6 && code !== 7) return undefined;
  if (!raw) return fields.filter(({ number }) => number === (code === 6 ? 5 : 7)).flatMap(integersOf);
  const bytes = bytesOf(raw);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = code === 6 ? 4 : 8;
  return Array.from({ length: bytes.byteLength / width }, (_, index) =>
    code === 6 ? view.getInt32(index * width, true) : Number(view.getBigInt64(index * width, true)),
  );
}
