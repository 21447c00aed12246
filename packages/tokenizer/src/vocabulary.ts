import { bytesOfToken } from './byte-level.ts';
import type { TokenizerFile } from './tokenizer-file.ts';

/** What each id stands for, in bytes: a character may be spread over several ids. */
export class Vocabulary {
  /** One more than the highest id. */
  readonly size: number;
  readonly #bytes: (Uint8Array | undefined)[] = [];

  constructor(file: TokenizerFile) {
    for (const [token, id] of Object.entries(file.model.vocab)) this.#bytes[id] = bytesOfToken(token);
    for (const { id, content, special } of file.added_tokens) {
      this.#bytes[id] = special ? new Uint8Array() : new TextEncoder().encode(content);
    }
    this.size = this.#bytes.length;
  }

  /** The bytes of `id`: none for a control token, or where the model has more ids than the tokenizer. */
  bytesOf(id: number): Uint8Array {
    return this.#bytes[id] ?? new Uint8Array();
  }
}
