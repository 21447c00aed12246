const STEP_BYTES = 4;

/** A vector as whoever made it has rounded it. */
export interface StoredVector {
  /** Its numbers, in steps. */
  bytes: Int8Array;
  /** What a step is worth; stored as float32. */
  step: number;
}

/** Vectors of one length as they are stored: of each what a step is worth (float32, little-endian), then its bytes. */
export function vectorBytes(vectors: readonly StoredVector[]): Uint8Array<ArrayBuffer> {
  const stored = new Uint8Array(vectors.reduce((sum, { bytes }) => sum + STEP_BYTES + bytes.length, 0));
  const view = new DataView(stored.buffer);
  let offset = 0;
  for (const { bytes, step } of vectors) {
    view.setFloat32(offset, step, true);
    stored.set(bytes, offset + STEP_BYTES);
    offset += STEP_BYTES + bytes.length;
  }
  return stored;
}

/** Vectors of one length from what {@link vectorBytes} made of them: views of it, since a large site has a hundred million numbers. */
export function vectorsOf({ buffer, byteOffset, byteLength }: Uint8Array, count: number): StoredVector[] {
  const length = byteLength / count;
  return Array.from({ length: count }, (_, index) => {
    const begin = byteOffset + index * length;
    return {
      bytes: new Int8Array(buffer, begin + STEP_BYTES, length - STEP_BYTES),
      step: new DataView(buffer, begin).getFloat32(0, true),
    };
  });
}
