import { ModelError } from '../model-error.ts';
import type { HeaderCursor } from './header-cursor.ts';
import { TENSOR_TYPES, type TensorType, tensorTypeOf } from './tensor-type.ts';

/** A metadata value. 64-bit integers are numbers where a number holds them exactly. */
export type GgufValue = number | bigint | boolean | string | GgufValue[];

/** Where a tensor lies and how to read it. */
export interface GgufTensor {
  name: string;
  type: TensorType;
  /** Length of a row: the inner dimension, which for a linear layer is its inputs. */
  columns: number;
  /** Product of the other dimensions: for a linear layer its outputs; 1 for a vector. */
  rows: number;
  /** From the start of the file, in bytes. */
  offset: number;
  bytes: number;
}

export interface GgufHeader {
  metadata: ReadonlyMap<string, GgufValue>;
  tensors: ReadonlyMap<string, GgufTensor>;
}

const MAGIC = 0x46554747; // "GGUF"
const MAX_DIMENSIONS = 4;
const MAX_NESTING = 4;
const MAX_ALIGNMENT = 1 << 20;

/**
 * Reads the header of a GGUF file (versions 2 and 3, little-endian) and checks that every tensor lies inside the file.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function readGgufHeader(cursor: HeaderCursor, fileBytes: number): GgufHeader {
  if (fileBytes < 4 || cursor.u32() !== MAGIC) throw new ModelError('not_gguf', 'The file is not a GGUF model file.');
  const version = cursor.u32();
  if (version !== 2 && version !== 3) {
    throw new ModelError('not_gguf', `GGUF version ${version} is not supported (2 and 3 are).`);
  }
  const tensorCount = cursor.count('tensors', 24);
  const metadataCount = cursor.count('metadata entries', 12);

  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < metadataCount; i++) {
    const key = cursor.string();
    if (metadata.has(key)) throw new ModelError('malformed', `The model file names the metadata key ${key} twice.`);
    metadata.set(key, readValue(cursor, cursor.u32(), 0));
  }

  const announced = Array.from({ length: tensorCount }, () => readTensorInfo(cursor));
  const alignment = metadata.get('general.alignment') ?? 32;
  if (typeof alignment !== 'number' || alignment < 1 || alignment > MAX_ALIGNMENT || alignment & (alignment - 1)) {
    throw new ModelError('malformed', `The model file's alignment is ${alignment}, not a power of two.`);
  }
  const dataStart = Math.ceil(cursor.position / alignment) * alignment;
  const tensors = new Map<string, GgufTensor>();
  for (const { relativeOffset, ...tensor } of announced) {
    if (tensors.has(tensor.name)) throw new ModelError('malformed', `The model file holds ${tensor.name} twice.`);
    if (relativeOffset % BigInt(alignment) !== 0n) {
      throw new ModelError('malformed', `The tensor ${tensor.name} is not aligned to ${alignment} bytes.`);
    }
    if (BigInt(dataStart) + relativeOffset + BigInt(tensor.bytes) > BigInt(fileBytes)) {
      throw new ModelError('truncated', `The model file ends before the end of its tensor ${tensor.name}.`);
    }
    tensors.set(tensor.name, { ...tensor, offset: dataStart + Number(relativeOffset) });
  }
  return { metadata, tensors };
}

function readValue(cursor: HeaderCursor, type: number, depth: number): GgufValue {
  switch (type) {
    case 0:
      return cursor.u8();
    case 1:
      return cursor.i8();
    case 2:
      return cursor.u16();
    case 3:
      return cursor.i16();
    case 4:
      return cursor.u32();
    case 5:
      return cursor.i32();
    case 6:
      return cursor.f32();
    case 7:
      return cursor.u8() !== 0;
    case 8:
      return cursor.string();
    case 9:
      return readArray(cursor, depth);
    case 10:
      return numberIfExact(cursor.u64());
    case 11:
      return numberIfExact(cursor.i64());
    case 12:
      return cursor.f64();
    default:
      throw new ModelError('malformed', `The model file holds a metadata value of the unknown type ${type}.`);
  }
}

function readArray(cursor: HeaderCursor, depth: number): GgufValue[] {
  if (depth >= MAX_NESTING) throw new ModelError('malformed', 'The model file nests its metadata too deep.');
  const type = cursor.u32();
  // Every element takes at least one byte, so the announced length is bounded by the file's own size.
  const length = cursor.count('array elements', 1);
  const values: GgufValue[] = [];
  for (let i = 0; i < length; i++) values.push(readValue(cursor, type, depth + 1));
  return values;
}

function numberIfExact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function readTensorInfo(cursor: HeaderCursor): Omit<GgufTensor, 'offset'> & { relativeOffset: bigint } {
  const name = cursor.string();
  const dimensionCount = cursor.u32();
  if (dimensionCount < 1 || dimensionCount > MAX_DIMENSIONS) {
    throw new ModelError('malformed', `The tensor ${name} has ${dimensionCount} dimensions.`);
  }
  const dimensions = Array.from({ length: dimensionCount }, () => cursor.u64());
  const typeId = cursor.u32();
  const relativeOffset = cursor.u64();
  const type = tensorTypeOf(typeId);
  if (!type) {
    const known = Object.keys(TENSOR_TYPES).join(', ');
    throw new ModelError(
      'unsupported_model',
      `The tensor ${name} is of GGML type ${typeId}; the converter reads ${known}.`,
    );
  }
  const { blockSize, blockBytes } = TENSOR_TYPES[type];
  const columns = dimensions[0] as bigint;
  const elements = dimensions.reduce((product, dimension) => product * dimension, 1n);
  if (elements === 0n || elements > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new ModelError('malformed', `The tensor ${name} has an impossible size: ${dimensions.join(' × ')}.`);
  }
  if (columns % BigInt(blockSize) !== 0n) {
    throw new ModelError('malformed', `The rows of ${name} are ${columns} long, not a multiple of ${blockSize}.`);
  }
  return {
    name,
    type,
    columns: Number(columns),
    rows: Number(elements / columns),
    bytes: (Number(elements) / blockSize) * blockBytes,
    relativeOffset,
  };
}
