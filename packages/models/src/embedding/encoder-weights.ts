/** Numbers in rows. */
export interface Table {
  rows: number;
  columns: number;
  /** [rows, columns] */
  values: Float32Array;
}

/** A table with a byte per number, and one scale per row. */
export interface ByteTable {
  rows: number;
  columns: number;
  /** [rows, columns] */
  codes: Int8Array;
  scales: Float32Array;
}

/** A linear layer: its weights by the name that an adapter calls them, and what it adds. */
export interface LinearWeights {
  name: string;
  inputs: number;
  outputs: number;
  /** [outputs, inputs]; the caller's own. */
  weights: Float32Array;
  bias: Float32Array;
}

/** What attention adds to the likeness of two tokens for how far they are apart. */
export interface Distances {
  heads: number;
  /** Places that it is told for. */
  places: number;
  /** [heads, places of what asks, places of what is asked] */
  values: Float32Array;
}

/** A published encoder's weights. Parts have BERT's names, such as `encoder.layer.0.attention.self.query`. */
export interface EncoderWeights {
  readonly layers: number;
  /** What layer normalisations add to the variance. */
  readonly epsilon: number;
  /** Throws ModelError `malformed` if there is no such part, as the other methods do. */
  floats(name: string): Float32Array;
  words(): ByteTable;
  /** What is added to each place of a text. */
  positions(): Table;
  linear(name: string): LinearWeights;
  /** Undefined where only the places' own numbers tell. */
  distances(): Distances | undefined;
}
