import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { halfToFloat } from '../gguf/half-float.ts';
import { ModelError } from '../model-error.ts';

/** Tensors by name, and what the file says about itself. */
export interface Safetensors {
  metadata: Readonly<Record<string, string>>;
  tensors: ReadonlyMap<string, FloatTensor>;
}

export interface FloatTensor {
  shape: readonly number[];
  /** Row after row; 16 bits are widened. */
  values: Float32Array;
}

/** Before the header stands its length in 64 bits. */
const HEADER_START = 8;
/** Longer than any network's names. */
const MOST_HEADER_BYTES = 16 << 20;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().positive()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
type Entry = z.infer<typeof entrySchema>;

const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).default({}) }).catchall(entrySchema);

/** Reads a whole safetensors file of floats. Throws ModelError `malformed`. */
export function readSafetensors(bytes: Buffer): Safetensors {
  const dataStart = HEADER_START + (bytes.length < HEADER_START ? 0 : Number(bytes.readBigUInt64LE()));
  if (bytes.length < dataStart) throw malformed('it ends within its header');
  const { __metadata__: metadata, ...entries } = parseHeader(bytes.toString('utf8', HEADER_START, dataStart));
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const [from, to] = entry.data_offsets;
    return [name, toFloats(name, entry, bytes.subarray(dataStart + from, dataStart + to))] as const;
  });
  return { metadata, tensors: new Map(tensors) };
}

/** A safetensors file that is too large to be read at once. */
export class SafetensorsFile {
  private readonly fd: number;
  private readonly dataStart: number;
  private readonly entries: ReadonlyMap<string, Entry>;

  /** Throws ModelError `malformed`. */
  constructor(path: string) {
    this.fd = openSync(path, 'r');
    try {
      const length = Number(this.read(0, HEADER_START).readBigUInt64LE());
      if (length > MOST_HEADER_BYTES) throw malformed('its header is none');
      this.dataStart = HEADER_START + length;
      const { __metadata__: _, ...entries } = parseHeader(this.read(HEADER_START, length).toString('utf8'));
      this.entries = new Map(Object.entries(entries));
    } catch (error) {
      this.close();
      throw error;
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Throws ModelError `malformed` if there is no such tensor of floats. */
  tensor(name: string): FloatTensor {
    const entry = this.entries.get(name);
    if (!entry) throw malformed(`it has no ${name}`);
    const [from, to] = entry.data_offsets;
    return toFloats(name, entry, this.read(this.dataStart + from, Math.max(0, to - from)));
  }

  close(): void {
    closeSync(this.fd);
  }

  private read(from: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    for (let read = 0; read < length; ) {
      const count = readSync(this.fd, bytes, read, length - read, from + read);
      if (count === 0) throw malformed('it ends too early');
      read += count;
    }
    return bytes;
  }
}

function toFloats(name: string, { dtype, shape }: Entry, bytes: Buffer): FloatTensor {
  const length = shape.reduce((product, size) => product * size, 1);
  const width = dtype === 'F16' ? 2 : dtype === 'F32' ? 4 : undefined;
  if (!width) throw malformed(`${name} is of ${dtype}`);
  if (bytes.length !== width * length) throw malformed(`${name} has not the bytes of its shape`);
  const valueAt = (at: number) => (width === 2 ? halfToFloat(bytes.readUInt16LE(2 * at)) : bytes.readFloatLE(4 * at));
  return { shape, values: Float32Array.from({ length }, (_, at) => valueAt(at)) };
}

function parseHeader(text: string): z.infer<typeof headerSchema> {
  try {
    return headerSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw malformed('its header is none', cause);
  }
}

function malformed(what: string, cause?: unknown): ModelError {
  return new ModelError('malformed', `The safetensors file is damaged: ${what}.`, { cause });
}
