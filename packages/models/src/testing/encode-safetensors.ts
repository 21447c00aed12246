import { halfBits } from './quantize.ts';

/** A safetensors file of 16-bit floats. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, { shape: readonly number[]; values: ArrayLike<number> }>>,
  metadata: Readonly<Record<string, string>> = {},
): Buffer {
  const header: Record<string, object> = { __metadata__: metadata };
  const data: Buffer[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const bytes = Buffer.alloc(2 * values.length);
    for (let index = 0; index < values.length; index++)
      bytes.writeUInt16LE(halfBits(values[index] as number), 2 * index);
    header[name] = { dtype: 'F16', shape, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    data.push(bytes);
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...data]);
}
