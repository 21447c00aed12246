import type { Embedder } from './embedder.ts';
import type { IndexedPassage, PassageVectors } from './passage-index.ts';
import { type RoundedVector, roundVector } from './rounded-vector.ts';

/** A passage as models read it: under its title. */
export function passageText({ title, sentences }: Pick<IndexedPassage, 'title' | 'sentences'>): string {
  const text = sentences.join(' ');
  return title ? `${title}: ${text}` : text;
}

/** The vectors of passages, for storing: what an import computes once. Questions that come meanwhile go first. */
export async function embedPassages(
  embedder: Embedder,
  passages: readonly Pick<IndexedPassage, 'title' | 'sentences'>[],
): Promise<PassageVectors[]> {
  const wholes = passages.map(passageText);
  // A passage of one sentence without a title is that sentence.
  const lists = passages.map(({ title, sentences }) => (sentences.length > 1 || title ? sentences : []));
  const vectors = (await embedder.embed([...wholes, ...lists.flat()], 'passage')).map(roundVector);
  let next = wholes.length;
  return passages.map((_, place) => {
    const passage = vectors[place] as RoundedVector;
    const list = lists[place] ?? [];
    const sentences = list.length > 0 ? vectors.slice(next, next + list.length) : [passage];
    next += list.length;
    return { passage, sentences };
  });
}
