import { readSync } from 'node:fs';
import { ModelError } from '../model-error.ts';

const WINDOW_BYTES = 1 << 20;
/** Three times what the largest vocabularies come to, with types, scores and merges. */
const MOST_THINGS = 1 << 22;

/**
 * Reads a file's header from front to back through a small window, so that a hostile length never makes us allocate
 * more than the file really holds, and counts what becomes objects, which take many times their bytes. Little-endian,
 * as GGUF is.
 */
export class HeaderCursor {
  private window = Buffer.alloc(0);
  private windowStart = 0;
  private at = 0;
  private things = 0;

  private readonly fd: number;
  private readonly fileBytes: number;

  constructor(fd: number, fileBytes: number) {
    this.fd = fd;
    this.fileBytes = fileBytes;
  }

  /** Bytes read so far, that is the place of the next one in the file. */
  get position(): number {
    return this.windowStart + this.at;
  }

  /** Bytes that the file still holds. */
  get remaining(): number {
    return this.fileBytes - this.position;
  }

  u8(): number {
    return this.take(1).readUInt8();
  }
  i8(): number {
    return this.take(1).readInt8();
  }
  u16(): number {
    return this.take(2).readUInt16LE();
  }
  i16(): number {
    return this.take(2).readInt16LE();
  }
  u32(): number {
    return this.take(4).readUInt32LE();
  }
  i32(): number {
    return this.take(4).readInt32LE();
  }
  f32(): number {
    return this.take(4).readFloatLE();
  }
  f64(): number {
    return this.take(8).readDoubleLE();
  }
  u64(): bigint {
    return this.take(8).readBigUInt64LE();
  }
  i64(): bigint {
    return this.take(8).readBigInt64LE();
  }

  /**
   * A count of things that are still to come, each at least `leastBytes` long in the file. Throws `truncated` if so many
   * cannot be there, and `malformed` if with all before them they are more than any model's header has.
   */
  count(what: string, leastBytes: number): number {
    const count = this.length(what, leastBytes);
    this.things += count;
    if (this.things <= MOST_THINGS) return count;
    throw new ModelError('malformed', `The model file announces ${count} ${what}: its header would hold too many.`);
  }

  /** A length-prefixed UTF-8 string. */
  string(): string {
    const bytes = this.length('bytes of text', 1);
    return this.take(bytes).toString('utf8');
  }

  private length(what: string, leastBytes: number): number {
    const value = this.u64();
    if (value * BigInt(leastBytes) > BigInt(this.remaining)) {
      throw new ModelError('truncated', `The model file announces ${value} ${what}, more than it can hold.`);
    }
    return Number(value);
  }

  private take(bytes: number): Buffer {
    if (bytes > this.remaining) {
      throw new ModelError('truncated', `The model file ends at byte ${this.fileBytes}, in the middle of its header.`);
    }
    if (this.at + bytes > this.window.length) this.refill(bytes);
    const slice = this.window.subarray(this.at, this.at + bytes);
    this.at += bytes;
    return slice;
  }

  private refill(bytes: number): void {
    this.windowStart = this.position;
    this.at = 0;
    this.window = Buffer.alloc(Math.min(Math.max(WINDOW_BYTES, bytes), this.fileBytes - this.windowStart));
    let filled = 0;
    while (filled < this.window.length) {
      const got = readSync(this.fd, this.window, filled, this.window.length - filled, this.windowStart + filled);
      if (got === 0) throw new ModelError('truncated', 'The model file became shorter while it was being read.');
      filled += got;
    }
  }
}
