import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { ModelError } from '../model-error.ts';
import { FileCursor } from './file-cursor.ts';
import {
  bytesField,
  bytesOf,
  integersOf,
  joinFields,
  splitFields,
  textField,
  textOf,
  type WireField,
} from './wire-fields.ts';

/** Weights in the model file of at least this size are left where they are until they are copied. */
const LARGE_BYTES = 4096;

// Field numbers of onnx.proto3.
const MODEL = { graph: 7, opset: 8 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12, valueInfo: 13 } as const;
const NODE = { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 } as const;
const TENSOR = { shape: 1, type: 2, name: 8, raw: 9, external: 13 } as const;

/** A node whose names can be changed; its other fields stay as they are. */
export interface GraphNode {
  operator: string;
  domain: string;
  inputs: string[];
  outputs: string[];
  /** All but inputs and outputs. */
  fields: readonly WireField[];
}

/** A constant of the graph. */
export interface Initializer {
  name: string;
  shape: readonly number[];
  /** External files that hold its bytes; none if they are in the model file. */
  locations: readonly string[];
  /** Where in that file its bytes are; zeros where it does not say. */
  externalRange: { offset: number; length: number };
  /** All but large raw bytes. */
  fields: readonly WireField[];
  /** Where the model file holds its raw bytes, if they are many. */
  large?: { offset: number; length: number };
}

/** A graph's input or output. */
export interface GraphPort {
  name: string;
  elementType: number;
  /** A free dimension is its name, or nothing. */
  shape: readonly (number | string)[];
  raw: Uint8Array;
}

/** An ONNX model as its file has it, without the weights. */
export interface GraphFile {
  opsets: ReadonlyMap<string, number>;
  nodes: GraphNode[];
  initializers: Initializer[];
  inputs: GraphPort[];
  outputs: GraphPort[];
  /** Fields of model and graph that nobody reads here. Shapes of inner values are left out: they would go stale. */
  modelFields: WireField[];
  graphFields: WireField[];
}

/** Reads a model file of any size. Throws ModelError `malformed` or `truncated`. */
export function readGraphFile(fd: number, size: number): GraphFile {
  const file: GraphFile = {
    opsets: new Map(),
    nodes: [],
    initializers: [],
    inputs: [],
    outputs: [],
    modelFields: [],
    graphFields: [],
  };
  try {
    const cursor = new FileCursor(fd, size);
    eachField(cursor, size, (number, length) => {
      if (number === MODEL.graph && length !== undefined) readGraph(cursor, cursor.position + length, file);
      else file.modelFields.push(readField(cursor, number, length));
    });
    file.opsets = new Map(file.modelFields.filter(({ number }) => number === MODEL.opset).map(readOpset));
  } catch (cause) {
    if (cause instanceof ModelError) throw cause;
    throw new ModelError('malformed', `The graph is no ONNX file: ${(cause as Error).message}`, { cause });
  }
  if (file.nodes.length === 0) throw new ModelError('malformed', 'The graph is no ONNX file: it has no operators.');
  return file;
}

/** The file's bytes. Large weights must have been moved out. */
export function encodeGraphFile(file: GraphFile): Uint8Array {
  const graph = [
    ...file.nodes.map((node) => bytesField(GRAPH.node, encodeNode(node))),
    ...file.initializers.map(({ fields }) => bytesField(GRAPH.initializer, joinFields(fields))),
    ...file.inputs.map(({ raw }) => bytesField(GRAPH.input, raw)),
    ...file.outputs.map(({ raw }) => bytesField(GRAPH.output, raw)),
    ...file.graphFields,
  ];
  return joinFields([...file.modelFields, bytesField(MODEL.graph, joinFields(graph))]);
}

/** An attribute's fields: 2 float, 3 integer, 5 tensor, 6 graph, 8 integers, 11 graphs. */
export function attributeFields(node: GraphNode, name: string): WireField[] | undefined {
  return attributesOf(node).find((fields) => fields.some((field) => field.number === 1 && textOf(field) === name));
}

export function attributesOf(node: GraphNode): WireField[][] {
  return node.fields
    .filter(({ number }) => number === NODE.attribute)
    .map((attribute) => splitFields(bytesOf(attribute)));
}

export function integerAttribute(node: GraphNode, name: string): number | undefined {
  const field = attributeFields(node, name)?.find(({ number }) => number === 3);
  return field && integersOf(field)[0];
}

/** Reads a node's message. */
export function decodeNode(message: Uint8Array): GraphNode {
  const fields = splitFields(message);
  const texts = (wanted: number) => fields.filter(({ number }) => number === wanted).map(textOf);
  return {
    operator: texts(NODE.operator)[0] ?? '',
    domain: texts(NODE.domain)[0] ?? '',
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    fields: fields.filter(({ number }) => number !== NODE.input && number !== NODE.output),
  };
}

function encodeNode({ inputs, outputs, fields }: GraphNode): Uint8Array {
  const names = [
    ...inputs.map((name) => textField(NODE.input, name)),
    ...outputs.map((name) => textField(NODE.output, name)),
  ];
  return joinFields([...names, ...fields]);
}

function readGraph(cursor: FileCursor, end: number, file: GraphFile): void {
  eachField(cursor, end, (number, length) => {
    if (number === GRAPH.initializer && length !== undefined) {
      file.initializers.push(readInitializer(cursor, cursor.position + length));
    } else if (number === GRAPH.valueInfo && length !== undefined) {
      cursor.skip(length);
    } else if (number === GRAPH.node && length !== undefined) {
      file.nodes.push(decodeNode(cursor.read(length)));
    } else if (number === GRAPH.input && length !== undefined) {
      file.inputs.push(decodePort(cursor.read(length)));
    } else if (number === GRAPH.output && length !== undefined) {
      file.outputs.push(decodePort(cursor.read(length)));
    } else {
      file.graphFields.push(readField(cursor, number, length));
    }
  });
}

function readInitializer(cursor: FileCursor, end: number): Initializer {
  const fields: WireField[] = [];
  let large: Initializer['large'];
  eachField(cursor, end, (number, length) => {
    if (number === TENSOR.raw && length !== undefined && length >= LARGE_BYTES) {
      large = { offset: cursor.position, length };
      cursor.skip(length);
    } else {
      fields.push(readField(cursor, number, length));
    }
  });
  return { ...describeTensor(fields), fields, ...(large && { large }) };
}

/** Name, shape and external files of a tensor. */
export function describeTensor(fields: readonly WireField[]): Omit<Initializer, 'fields'> {
  const external = fields
    .filter(({ number }) => number === TENSOR.external)
    .map((entry) => {
      const pair = splitFields(bytesOf(entry));
      return pair.map(textOf);
    });
  const name = fields.find(({ number }) => number === TENSOR.name);
  const numberOf = (wanted: string) => Number(external.find(([key]) => key === wanted)?.[1] ?? 0);
  return {
    name: name ? textOf(name) : '',
    shape: fields.filter(({ number }) => number === TENSOR.shape).flatMap(integersOf),
    locations: external.filter(([key]) => key === 'location').map(([, value]) => value ?? ''),
    externalRange: { offset: numberOf('offset'), length: numberOf('length') },
  };
}

function decodePort(raw: Uint8Array): GraphPort {
  const fields = splitFields(raw);
  const inner = (parent: readonly WireField[], number: number) =>
    parent.filter((field) => field.number === number).flatMap((field) => splitFields(bytesOf(field)));
  const name = fields.find(({ number }) => number === 1);
  const tensor = inner(inner(fields, 2), 1);
  const elementType = tensor.find(({ number }) => number === 1);
  const sizes = inner(tensor, 2)
    .filter(({ number }) => number === 1)
    .map((dimension) => {
      const [size] = splitFields(bytesOf(dimension));
      if (size?.number === 1) return integersOf(size)[0] as number;
      return size?.number === 2 ? textOf(size) : '';
    });
  return {
    name: name ? textOf(name) : '',
    elementType: elementType ? (integersOf(elementType)[0] as number) : 0,
    shape: sizes,
    raw,
  };
}

function readOpset(field: WireField): [string, number] {
  const fields = splitFields(bytesOf(field));
  const domain = fields.find(({ number }) => number === 1);
  const version = fields.find(({ number }) => number === 2);
  return [domain ? textOf(domain) : '', version ? (integersOf(version)[0] as number) : 0];
}

/** Calls `read` with each field's number and, where it has one, its length; `read` must consume the value. */
function eachField(cursor: FileCursor, end: number, read: (number: number, length: number | undefined) => void): void {
  while (cursor.position < end) {
    const tag = cursor.varint();
    const type = tag & 7;
    if (type === WireType.LengthDelimited) read(tag >>> 3, cursor.varint());
    else if (type === WireType.Varint) read(tag >>> 3, undefined);
    else throw new ModelError('malformed', 'The graph is no ONNX file: a field is of a type that ONNX does not use.');
  }
  if (cursor.position !== end) throw new ModelError('malformed', 'The graph is no ONNX file: a field is too long.');
}

function readField(cursor: FileCursor, number: number, length: number | undefined): WireField {
  if (length !== undefined) return bytesField(number, cursor.read(length));
  const writer = new BinaryWriter().tag(number, WireType.Varint);
  for (;;) {
    const byte = cursor.read(1);
    writer.raw(byte);
    if ((byte[0] as number) < 128) return { number, raw: writer.finish() };
  }
}
