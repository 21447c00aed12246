import type { Vocabulary } from './vocabulary.ts';

/** Turns ids into text as they come. Texts joined equal the decoding of all ids at once. */
export class StreamDecoder {
  readonly #vocabulary: Vocabulary;
  /** Keeps an incomplete character until its last byte comes. A byte order mark is text like any other. */
  readonly #utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  /** The text that `ids` complete, in whole characters; control tokens are skipped. */
  push(ids: readonly number[]): string {
    return ids.map((id) => this.#utf8.decode(this.#vocabulary.bytesOf(id), { stream: true })).join('');
  }

  /** The rest: a replacement character if the ids ended within a character. The decoder can be used anew. */
  end(): string {
    return this.#utf8.decode();
  }
}
