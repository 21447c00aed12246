import { SafetensorsFile } from '../adapter/safetensors.ts';
import { ModelError } from '../model-error.ts';
import type { ByteTable, Distances, EncoderWeights, LinearWeights, Table } from './encoder-weights.ts';

/** MPNet's names of parts that BERT calls otherwise. */
const OTHER_NAMES: readonly (readonly [bert: string, mpnet: string])[] = [
  ['.attention.self.query', '.attention.attn.q'],
  ['.attention.self.key', '.attention.attn.k'],
  ['.attention.self.value', '.attention.attn.v'],
  ['.attention.output.dense', '.attention.attn.o'],
  ['.attention.output.LayerNorm', '.attention.LayerNorm'],
];
/** The first places are those of padding. */
const FIRST_PLACE = 2;
/** Distances beyond are all the same to it. */
const FARTHEST = 128;
/** Places that distances are told for: what the network is asked to read is shorter. */
const PLACES = 256;

/** The weights of an encoder of the MPNet family, as Hugging Face's library saves them: floats in a safetensors file. */
export class MpnetEncoder implements EncoderWeights {
  readonly layers: number;
  readonly epsilon = 1e-5;
  private readonly file: SafetensorsFile;

  /** Throws ModelError `malformed`. */
  constructor(path: string) {
    this.file = new SafetensorsFile(path);
    let layers = 0;
    while (this.file.has(`encoder.layer.${layers}.output.dense.bias`)) layers++;
    this.layers = layers;
  }

  close(): void {
    this.file.close();
  }

  floats(name: string): Float32Array {
    return this.file.tensor(ownName(name)).values;
  }

  words(): ByteTable {
    const { rows, columns, values } = this.matrix('embeddings.word_embeddings.weight');
    const scales = new Float32Array(rows);
    const codes = new Int8Array(values.length);
    for (let row = 0; row < rows; row++) {
      const own = values.subarray(row * columns, (row + 1) * columns);
      const scale = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
      scales[row] = scale;
      if (scale > 0)
        for (const [column, value] of own.entries()) codes[row * columns + column] = Math.round(value / scale);
    }
    return { rows, columns, codes, scales };
  }

  positions(): Table {
    const { rows, columns, values } = this.matrix('embeddings.position_embeddings.weight');
    return { rows: rows - FIRST_PLACE, columns, values: values.subarray(FIRST_PLACE * columns) };
  }

  linear(name: string): LinearWeights {
    const own = ownName(name);
    const { rows: outputs, columns: inputs, values: weights } = this.matrix(`${own}.weight`);
    const bias = this.floats(`${own}.bias`);
    if (bias.length !== outputs) throw new ModelError('malformed', `${own} has not one addend per output.`);
    return { name: own, inputs, outputs, weights, bias };
  }

  /** Of each two places what their distance's class adds, for each head. */
  distances(): Distances {
    const { rows: classes, columns: heads, values } = this.matrix('encoder.relative_attention_bias.weight');
    const all = new Float32Array(heads * PLACES * PLACES);
    for (let asking = 0; asking < PLACES; asking++) {
      for (let asked = 0; asked < PLACES; asked++) {
        const row = distanceClass(asked - asking, classes) * heads;
        for (let head = 0; head < heads; head++)
          all[(head * PLACES + asking) * PLACES + asked] = values[row + head] as number;
      }
    }
    return { heads, places: PLACES, values: all };
  }

  private matrix(name: string): Table {
    const { shape, values } = this.file.tensor(name);
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2) throw new ModelError('malformed', `${name} is no matrix.`);
    return { rows, columns, values };
  }
}

/**
 * The class of a distance, as T5 and MPNet have them: one half of the classes for either direction; of these one half for
 * each distance of its own, the other one for ever longer ranges.
 */
export function distanceClass(distance: number, classes: number): number {
  const half = classes / 2;
  const single = half / 2;
  const length = Math.abs(distance);
  const ranges = Math.floor((Math.log(length / single) / Math.log(FARTHEST / single)) * (half - single));
  return (distance > 0 ? half : 0) + (length < single ? length : Math.min(half - 1, single + ranges));
}

function ownName(name: string): string {
  const found = OTHER_NAMES.find(([bert]) => name.includes(bert));
  return found ? name.replace(found[0], found[1]) : name;
}
