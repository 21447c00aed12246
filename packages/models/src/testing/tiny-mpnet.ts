import { normalArray, seededRandom } from './random.ts';

/** Sizes of the tiny network. */
export const TINY_MPNET = { layers: 2, heads: 4, width: 64, inner: 128, vocabulary: 40, classes: 8 };

const { layers, heads, width, inner, vocabulary, classes } = TINY_MPNET;

/** MPNet's name of a matrix, and BERT's, by which it is computed plainly. */
const MATRICES = [
  ['attention.attn.q', 'attention.self.query', width, width],
  ['attention.attn.k', 'attention.self.key', width, width],
  ['attention.attn.v', 'attention.self.value', width, width],
  ['attention.attn.o', 'attention.output.dense', width, width],
  ['intermediate.dense', 'intermediate.dense', inner, width],
  ['output.dense', 'output.dense', width, inner],
] as const;

/** The weights of a tiny network of the MPNet family: as its file has them, and by BERT's names, as it is computed plainly. */
export function makeTinyMpnet() {
  const random = seededRandom(3);
  const file: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
  const plain = new Map<string, Float32Array>();
  const add = (name: string, bertName: string, shape: readonly number[], spread: number) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const values = normalArray(random, length, spread);
    file[name] = { shape, values };
    plain.set(bertName, values);
    return values;
  };
  const norm = (name: string, bertName: string) => {
    add(`${name}.weight`, `${bertName}.weight`, [width], 1);
    add(`${name}.bias`, `${bertName}.bias`, [width], 0.3);
  };
  const words = 'embeddings.word_embeddings.weight';
  add(words, words, [vocabulary, width], 1);
  const places = 'embeddings.position_embeddings.weight';
  plain.set(places, add(places, places, [26, width], 1).subarray(2 * width));
  plain.set('embeddings.token_type_embeddings.weight', new Float32Array(width));
  norm('embeddings.LayerNorm', 'embeddings.LayerNorm');
  for (let layer = 0; layer < layers; layer++) {
    const own = (name: string) => `encoder.layer.${layer}.${name}`;
    for (const [name, bertName, outputs, inputs] of MATRICES) {
      const values = add(own(`${name}.weight`), own(bertName), [outputs, inputs], 0.2);
      plain.set(
        own(bertName),
        values.map((_, at) => values[(at % outputs) * inputs + Math.floor(at / outputs)] as number),
      );
      add(own(`${name}.bias`), own(`${bertName}.bias`), [outputs], 0.3);
    }
    norm(own('attention.LayerNorm'), own('attention.output.LayerNorm'));
    norm(own('output.LayerNorm'), own('output.LayerNorm'));
  }
  const distances = add('encoder.relative_attention_bias.weight', 'distances', [classes, heads], 1);
  return { file, plain, distances };
}
