import { MOST_UNKNOWN_WORDS, NearWords } from './near-words.ts';
import { wordsOf } from './words.ts';

/** BM25: how soon more of the same word counts no more, and how much long texts are discounted. */
const SATURATION = 1.2;
const LENGTH_DISCOUNT = 0.5;
/** A misspelled word, and what it probably was, count for less. */
const MISSPELLED = 0.7;
/** Shorter words have too many neighbours. */
const LEAST_MISSPELLED = 5;

interface Postings {
  /** Texts that hold the word, with how often; one after the other. */
  texts: number[];
  counts: number[];
}

interface Found {
  postings: Postings;
  share: number;
}

/** Finds texts by their words (BM25). Texts are known by their place in the order they were added in. */
export class FullTextIndex {
  readonly #postings = new Map<string, Postings>();
  readonly #near = new NearWords();
  /** In words. */
  readonly #lengths: number[] = [];
  #total = 0;

  add(text: string): void {
    const place = this.#lengths.length;
    const words = wordsOf(text);
    this.#lengths.push(words.length);
    this.#total += words.length;
    for (const word of words) this.#addWord(word, place);
  }

  /**
   * How much of what a question's words say each text says too: from 0 to 1, where rare words weigh more; 1 is a text that
   * is made of the question's words.
   */
  search(question: string): Float32Array {
    const scores = new Float32Array(this.#lengths.length);
    let possible = 0;
    const words = [...new Set(wordsOf(question))];
    const unknown = words.filter((word) => word.length >= LEAST_MISSPELLED && !this.#postings.has(word));
    const misspelled = new Set(unknown.slice(0, MOST_UNKNOWN_WORDS));
    for (const word of words) {
      const found = misspelled.has(word) ? this.#findNear(word) : this.#find(word);
      possible += this.#weight(found[0]?.postings);
      for (const { postings, share } of found) this.#score(scores, postings, share);
    }
    if (possible > 0)
      for (let place = 0; place < scores.length; place++) scores[place] = (scores[place] as number) / possible;
    return scores;
  }

  #score(scores: Float32Array, postings: Postings, share: number): void {
    const weight = share * this.#weight(postings);
    const meanLength = Math.max(1, this.#total / this.#lengths.length);
    for (const [index, place] of postings.texts.entries()) {
      const count = postings.counts[index] as number;
      const length = (this.#lengths[place] as number) / meanLength;
      const reach = SATURATION * (1 - LENGTH_DISCOUNT + LENGTH_DISCOUNT * length);
      scores[place] = (scores[place] as number) + (weight * count) / (count + reach);
    }
  }

  /** Inverse document frequency; a word that no text has is the rarest. */
  #weight(postings: Postings | undefined): number {
    const having = postings?.texts.length ?? 0;
    return Math.log(1 + (this.#lengths.length - having + 0.5) / (having + 0.5));
  }

  #find(word: string): Found[] {
    const postings = this.#postings.get(word);
    return postings ? [{ postings, share: 1 }] : [];
  }

  #findNear(word: string): Found[] {
    return this.#near.of(word).map((other) => ({ postings: this.#postings.get(other) as Postings, share: MISSPELLED }));
  }

  #addWord(word: string, place: number): void {
    const postings = this.#postings.get(word);
    if (!postings) {
      this.#postings.set(word, { texts: [place], counts: [1] });
      this.#near.add(word);
      return;
    }
    const last = postings.texts.length - 1;
    if (postings.texts[last] === place) {
      postings.counts[last] = (postings.counts[last] as number) + 1;
      return;
    }
    postings.texts.push(place);
    postings.counts.push(1);
  }
}
