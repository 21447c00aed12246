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
  /** Row after row, widened from 16 bits. */
  values: Float32Array;
}

/** Before the header stands its length in 64 bits. */
const HEADER_START = 8;

const entrySchema = z.object({
  dtype: z.literal('F16'),
  shape: z.array(z.int().positive()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).default({}) }).catchall(entrySchema);

/** Reads a whole safetensors file whose tensors are of 16-bit floats. Throws ModelError `malformed`. */
export function readSafetensors(bytes: Buffer): Safetensors {
  const dataStart = HEADER_START + (bytes.length < HEADER_START ? 0 : Number(bytes.readBigUInt64LE()));
  if (bytes.length < dataStart) throw malformed('it ends within its header');
  const { __metadata__: metadata, ...entries } = parseHeader(bytes.toString('utf8', HEADER_START, dataStart));
  const data = bytes.subarray(dataStart);
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        shape,
        data_offsets: [from, to],
      },
    ]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      if (to - from !== 2 * length || to > data.length) throw malformed(`${name} has not the bytes of its shape`);
      const values = Float32Array.from({ length }, (_, i) => halfToFloat(data.readUInt16LE(from + 2 * i)));
      return [name, { shape, values }] as const;
    },
  );
  return { metadata, tensors: new Map(tensors) };
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
