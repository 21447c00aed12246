/** The parts of ONNX's model format that our graphs use (onnx.proto3), as plain data. */

/** Element types, by ONNX's numbers. */
export const ELEMENT_TYPES = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10, bfloat16: 16 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** A constant: its bytes in the model file itself, or a place in the external data file. */
export interface OnnxTensor {
  name: string;
  type: ElementType;
  shape: readonly number[];
  data: Uint8Array | ExternalData;
}

/** A range of the external data file, in bytes. */
export interface ExternalData {
  location: string;
  offset: number;
  length: number;
}

/** Attributes: an integer, a float, a string or integers; no operator of ours needs another kind. */
export type OnnxAttribute = { int: number } | { float: number } | { string: string } | { ints: readonly number[] };

export interface OnnxNode {
  operator: string;
  /** Empty for ONNX's own operators. */
  domain: string;
  /** Names of values; an empty name leaves an optional input or output out. */
  inputs: readonly string[];
  outputs: readonly string[];
  attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output of the graph; a named dimension is free. */
export interface OnnxValue {
  name: string;
  type: ElementType;
  shape: readonly (number | string)[];
}

export interface OnnxModel {
  producer: string;
  producerVersion: string;
  /** Operator set versions by domain. */
  opsets: Readonly<Record<string, number>>;
  graphName: string;
  nodes: readonly OnnxNode[];
  constants: readonly OnnxTensor[];
  inputs: readonly OnnxValue[];
  outputs: readonly OnnxValue[];
}
