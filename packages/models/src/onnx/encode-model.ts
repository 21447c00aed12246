import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  ELEMENT_TYPES,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from './onnx-types.ts';

const IR_VERSION = 9;

/** Encodes a model as ONNX's protobuf (ModelProto). Field numbers are those of onnx.proto3, which never change. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  integer(writer, 1, IR_VERSION);
  text(writer, 2, model.producer);
  text(writer, 3, model.producerVersion);
  message(writer, 7, () => writeGraph(writer, model));
  for (const [domain, version] of Object.entries(model.opsets)) {
    message(writer, 8, () => {
      text(writer, 1, domain);
      integer(writer, 2, version);
    });
  }
  return writer.finish();
}

/** Encodes one node (NodeProto). */
export function encodeNode(node: OnnxNode): Uint8Array {
  return encoded((writer) => writeNode(writer, node));
}

/** Encodes one constant (TensorProto). */
export function encodeTensor(tensor: OnnxTensor): Uint8Array {
  return encoded((writer) => writeTensor(writer, tensor));
}

/** Encodes one input or output (ValueInfoProto). */
export function encodeValue(value: OnnxValue): Uint8Array {
  return encoded((writer) => writeValue(writer, value));
}

function encoded(write: (writer: BinaryWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, model: OnnxModel): void {
  for (const node of model.nodes) message(writer, 1, () => writeNode(writer, node));
  text(writer, 2, model.graphName);
  for (const constant of model.constants) message(writer, 5, () => writeTensor(writer, constant));
  for (const input of model.inputs) message(writer, 11, () => writeValue(writer, input));
  for (const output of model.outputs) message(writer, 12, () => writeValue(writer, output));
}

function writeNode(writer: BinaryWriter, node: OnnxNode): void {
  // Optional inputs are left out by an empty name, so empty strings must be written too.
  for (const input of node.inputs) text(writer, 1, input);
  for (const output of node.outputs) text(writer, 2, output);
  text(writer, 3, node.outputs[0] ?? node.operator);
  text(writer, 4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message(writer, 5, () => writeAttribute(writer, name, attribute));
  }
  text(writer, 7, node.domain);
}

function writeAttribute(writer: BinaryWriter, name: string, attribute: OnnxAttribute): void {
  const [FLOAT, INT, STRING, INTS] = [1, 2, 3, 7];
  text(writer, 1, name);
  if ('float' in attribute) {
    writer.tag(2, WireType.Bit32).float(attribute.float);
    integer(writer, 20, FLOAT);
  } else if ('string' in attribute) {
    text(writer, 4, attribute.string);
    integer(writer, 20, STRING);
  } else if ('ints' in attribute) {
    for (const value of attribute.ints) integer(writer, 8, value);
    integer(writer, 20, INTS);
  } else {
    integer(writer, 3, attribute.int);
    integer(writer, 20, INT);
  }
}

function writeTensor(writer: BinaryWriter, tensor: OnnxTensor): void {
  const EXTERNAL = 1;
  for (const size of tensor.shape) integer(writer, 1, size);
  integer(writer, 2, ELEMENT_TYPES[tensor.type]);
  text(writer, 8, tensor.name);
  if (tensor.data instanceof Uint8Array) {
    writer.tag(9, WireType.LengthDelimited).bytes(tensor.data);
    return;
  }
  for (const [key, value] of Object.entries(tensor.data)) {
    message(writer, 13, () => {
      text(writer, 1, key);
      text(writer, 2, String(value));
    });
  }
  integer(writer, 14, EXTERNAL);
}

function writeValue(writer: BinaryWriter, value: OnnxValue): void {
  text(writer, 1, value.name);
  message(writer, 2, () =>
    message(writer, 1, () => {
      integer(writer, 1, ELEMENT_TYPES[value.type]);
      message(writer, 2, () => {
        for (const size of value.shape) {
          message(writer, 1, () => {
            if (typeof size === 'number') integer(writer, 1, size);
            else text(writer, 2, size);
          });
        }
      });
    }),
  );
}

function integer(writer: BinaryWriter, field: number, value: number): void {
  writer.tag(field, WireType.Varint).int64(value);
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
