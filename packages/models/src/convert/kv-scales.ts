import measured from './kv-scales.json' with { type: 'json' };

/** For each layer what one step of an 8-bit key or value is worth: [kv heads, head size]. */
export type KvScales = readonly { key: Float32Array; value: Float32Array }[];

/** An 8-bit step reaches so many times from zero in either direction. */
const STEPS = 127;

/**
 * The scales for a model file, by its hash; undefined where nobody has measured them. `kv-scales.json` holds the largest
 * keys and values that `measure-kv.ts` has seen, per layer, head and place in the head.
 */
export function findKvScales(sourceSha256: string): KvScales | undefined {
  if (sourceSha256 !== measured.sourceSha256) return undefined;
  const scales = (largest: readonly number[]) => Float32Array.from(largest, (value) => value / STEPS);
  return measured.layers.map(({ key, value }) => ({ key: scales(key), value: scales(value) }));
}
