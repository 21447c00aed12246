import { type AttachmentType, attachmentTypes } from '@frontdesk/protocol';
import { fileTypeFromBuffer } from 'file-type';

/** So much of a file's beginning tells its type. */
const headBytes = 4_100;

/**
 * Finds out what a file is while its bytes pass by: by the signature at its beginning, and by all of it where it may be plain
 * text. Its name says nothing.
 */
export class TypeDetector {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #head: Buffer = Buffer.alloc(0);
  #isText = true;

  add(chunk: Uint8Array): void {
    if (this.#head.length < headBytes) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, headBytes - this.#head.length)]);
    }
    if (this.#isText) this.#isText = this.#readsAsText(chunk, true);
  }

  /** @returns null for what may not be sent */
  async end(): Promise<AttachmentType | null> {
    const found = await fileTypeFromBuffer(this.#head);
    if (found !== undefined) {
      // An animated PNG is one; browsers know it by that name.
      const type = found.mime === 'image/apng' ? 'image/png' : found.mime;
      return type in attachmentTypes && type !== 'text/plain' ? (type as AttachmentType) : null;
    }
    return this.#isText && this.#readsAsText(new Uint8Array(), false) ? 'text/plain' : null;
  }

  #readsAsText(bytes: Uint8Array, stream: boolean): boolean {
    try {
      // No text holds control characters other than blanks and line ends.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      return !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(this.#decoder.decode(bytes, { stream }));
    } catch {
      return false;
    }
  }
}
