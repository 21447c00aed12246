import type { Embedder } from '@frontdesk/knowledge/retrieval';

const dimensions = 64;

/** A small embedding model: a text is its words, each in one of 64 places. */
export function createWordEmbedder(hash = 'words'): Embedder {
  return {
    ...{ hash, dimensions },
    embed: async (texts) => texts.map(vectorOf),
    knows: () => false,
    close: async () => {},
  };
}

function vectorOf(text: string): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    let place = 0;
    for (const character of word) place = (place * 31 + (character.codePointAt(0) ?? 0)) % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
