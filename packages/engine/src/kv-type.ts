/** How a graph can keep keys and values: as they are, or rounded to 16 or 8 bits, in half or a quarter of the memory. */
export const kvTypes = ['float32', 'float16', 'int8'] as const;
export type KvType = (typeof kvTypes)[number];
