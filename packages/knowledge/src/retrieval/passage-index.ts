import { setImmediate } from 'node:timers/promises';
import { FullTextIndex } from './full-text-index.ts';
import type { RoundedVector } from './rounded-vector.ts';
import { SentenceVectors } from './sentence-vectors.ts';
import { Spellings } from './spelling.ts';
import { VectorIndex } from './vector-index.ts';

/** The vectors that a passage is found by; all of length 1 and of one embedding model. */
export interface PassageVectors {
  passage: RoundedVector;
  /** One for each sentence, in their order. */
  sentences: readonly RoundedVector[];
}

/** A passage as it is indexed. */
export interface IndexedPassage {
  id: string;
  /** What it stands under; empty where there is nothing. */
  title: string;
  sentences: readonly string[];
  vectors: PassageVectors;
}

/** A question as it is searched for. */
export interface SearchText {
  text: string;
  vector: Float32Array;
}

export interface FoundPassage {
  id: string;
  title: string;
  /**
   * The passages are ordered by it: the cosine to the question, and a little for words in common. About 0 for unrelated, above
   * 0.6 for clear answers, 1.15 at most. It does not depend on how many passages there are, but for the words' rarity; the best
   * of many unrelated ones is higher than that of few. Another embedding model has another scale. `retrieve` puts the
   * probability that it answers in its place.
   */
  score: number;
  /** In the passage's order, each with its cosine to the question. */
  sentences: { text: string; score: number }[];
}

type ShownPassage = Pick<IndexedPassage, 'id' | 'title' | 'sentences'>;

/** Weight of the words beside the meaning: little, since questions seldom use the words of their answer (README). */
const WORDS = 0.15;
/** Passages whose sentences are looked at: the answer is one of them or nowhere. */
const CANDIDATES = 50;
/** While an index is made the event loop waits so long at most, and a passage's time. */
const TURN_MS = 5;

/** The passages of one site at one knowledge version, in memory: exact search by meaning and by words. Never changes. */
export class PassageIndex {
  readonly size: number;
  readonly #passages: ShownPassage[] = [];
  readonly #words = new FullTextIndex();
  readonly #spellings = new Spellings();
  readonly #meanings: VectorIndex;
  readonly #sentences: SentenceVectors;

  private constructor(passages: readonly IndexedPassage[]) {
    this.size = passages.length;
    const dimensions = passages[0]?.vectors.passage.bytes.length ?? 0;
    const sentences = passages.reduce((sum, { vectors }) => sum + vectors.sentences.length, 0);
    this.#meanings = new VectorIndex(passages.length, dimensions);
    this.#sentences = new SentenceVectors(sentences, dimensions);
  }

  /**
   * Takes what it needs of the vectors by copy. Many passages take seconds, in which others have their turns.
   *
   * @throws RangeError if the vectors are not all of one length
   */
  static async make(passages: readonly IndexedPassage[]): Promise<PassageIndex> {
    const index = new PassageIndex(passages);
    let turnEnd = performance.now() + TURN_MS;
    for (const passage of passages) {
      if (performance.now() > turnEnd) {
        await setImmediate();
        turnEnd = performance.now() + TURN_MS;
      }
      index.#add(passage);
    }
    return index;
  }

  #add({ id, title, sentences, vectors }: IndexedPassage): void {
    this.#passages.push({ id, title, sentences });
    const text = [title, ...sentences].join(' ');
    this.#words.add(text);
    this.#spellings.add(text);
    this.#meanings.add(vectors.passage);
    this.#sentences.add(vectors.sentences);
  }

  /**
   * A question with its misspelled words as the site spells them.
   *
   * @param isWord whether a word that the site never uses is one all the same
   */
  respelled(question: string, isWord: (word: string) => boolean): string {
    return this.#spellings.respelled(question, isWord);
  }

  /**
   * Whether each word of a question stands in the passages.
   *
   * @param isWord whether a word that they never use is one of their language all the same: it counts beside one that they use
   */
  usesWordsOf(question: string, isWord: (word: string) => boolean): boolean {
    return this.#spellings.has(question, isWord);
  }

  /**
   * The best passages, best first. Several texts may stand for one question (alone, and with the one before it): what
   * suits any of them well is found.
   */
  async search(texts: readonly SearchText[], limit = 3): Promise<FoundPassage[]> {
    let best: FoundPassage[] = [];
    for (const text of texts) best = mergeBest(best, await this.#searchOne(text, limit), limit);
    return best;
  }

  async #searchOne({ text, vector }: SearchText, limit: number): Promise<FoundPassage[]> {
    const similarities = await this.#meanings.search(vector);
    const overlaps = this.#words.search(text);
    const rough = new Float32Array(this.size);
    for (let place = 0; place < this.size; place++) {
      rough[place] = (similarities[place] as number) + WORDS * (overlaps[place] as number);
    }
    const found = bestPlaces(rough, Math.max(CANDIDATES, limit)).map((place) => {
      const { id, title, sentences } = this.#passages[place] as ShownPassage;
      const similarity = similarities[place] as number;
      const scores = this.#sentences.search(place, vector);
      // An answer is often one sentence of several: the passage is worth what it says altogether and what its best says.
      const meaning = scores.length > 1 ? (similarity + Math.max(...scores)) / 2 : similarity;
      return {
        ...{ id, title, score: meaning + WORDS * (overlaps[place] as number) },
        sentences: sentences.map((sentence, index) => ({ text: sentence, score: scores[index] ?? similarity })),
      };
    });
    return found.sort((a, b) => b.score - a.score).slice(0, limit);
  }
}

function mergeBest(some: readonly FoundPassage[], others: readonly FoundPassage[], limit: number): FoundPassage[] {
  const byId = new Map<string, FoundPassage>();
  for (const passage of [...some, ...others]) {
    if ((byId.get(passage.id)?.score ?? -Infinity) < passage.score) byId.set(passage.id, passage);
  }
  return [...byId.values()].sort((a, b) => b.score - a.score).slice(0, limit);
}

/** Places of the highest values, highest first; of equals the first. */
export function bestPlaces(values: Float32Array, count: number): number[] {
  const best: number[] = [];
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number;
    if (best.length === count && value <= (values[best[count - 1] as number] as number)) continue;
    let at = best.length;
    while (at > 0 && value > (values[best[at - 1] as number] as number)) at--;
    best.splice(at, 0, place);
    if (best.length > count) best.pop();
  }
  return best;
}
