import measured from './input-sizes.json' with { type: 'json' };

/** Of a layer's products by name (`attn_qkv`, …): the largest magnitude that each of its inputs has had. */
export type InputSizes = readonly Readonly<Record<string, Float32Array>>[];

/** Sizes are kept as bytes: eight steps a factor of two, from 2^-12 on. */
const STEPS_PER_OCTAVE = 8;
const LEAST_OCTAVE = -12;

/**
 * The sizes for a model file, by its hash; undefined where nobody has measured them. `input-sizes.json` holds what
 * `measure-inputs.ts` has seen, per layer and product.
 */
export function findInputSizes(sourceSha256: string): InputSizes | undefined {
  if (sourceSha256 !== measured.sourceSha256) return undefined;
  const decode = (text: string) => Float32Array.from(Buffer.from(text, 'base64'), sizeOf);
  return measured.layers.map((layer) =>
    Object.fromEntries(Object.entries(layer).map(([name, text]) => [name, decode(text)])),
  );
}

/** The byte for a size, and back. */
export const byteOf = (size: number): number =>
  Math.min(255, Math.max(0, Math.round((Math.log2(Math.max(size, 1e-9)) - LEAST_OCTAVE) * STEPS_PER_OCTAVE)));
const sizeOf = (byte: number): number => 2 ** (byte / STEPS_PER_OCTAVE + LEAST_OCTAVE);
