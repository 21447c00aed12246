const BLOCK = 32;

/** Rounds values to blocks of Q4_1: half-precision scale and minimum, 32 codes of 4 bits. */
export function quantizeQ4_1(values: Float32Array): Buffer {
  const bytes = Buffer.alloc((values.length / BLOCK) * 20);
  for (let block = 0; block < values.length / BLOCK; block++) {
    const weights = values.subarray(block * BLOCK, (block + 1) * BLOCK);
    const minimum = Math.min(...weights);
    const scale = (Math.max(...weights) - minimum) / 15;
    const code = (i: number) => (scale ? Math.min(15, Math.round(((weights[i] as number) - minimum) / scale)) : 0);
    bytes.writeUInt16LE(halfBits(scale), block * 20);
    bytes.writeUInt16LE(halfBits(minimum), block * 20 + 2);
    for (let i = 0; i < 16; i++) bytes[block * 20 + 4 + i] = code(i) | (code(i + 16) << 4);
  }
  return bytes;
}

/** Rounds values to blocks of Q8_0: a half-precision scale, 32 signed bytes. */
export function quantizeQ8_0(values: Float32Array): Buffer {
  const bytes = Buffer.alloc((values.length / BLOCK) * 34);
  for (let block = 0; block < values.length / BLOCK; block++) {
    const weights = values.subarray(block * BLOCK, (block + 1) * BLOCK);
    const scale = Math.max(...weights.map(Math.abs)) / 127;
    bytes.writeUInt16LE(halfBits(scale), block * 34);
    for (let i = 0; i < BLOCK; i++) {
      bytes.writeInt8(scale ? Math.round((weights[i] as number) / scale) : 0, block * 34 + 2 + i);
    }
  }
  return bytes;
}

/** The half-precision number nearest to a value within its normal or subnormal range, as bits. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude || 2 ** -14)));
  const fraction = Math.round((magnitude / 2 ** exponent) * 1024);
  // A fraction rounded up to 2 carries into the exponent by itself, as does a missing leading one.
  return sign | (((exponent + 14) << 10) + fraction);
}
