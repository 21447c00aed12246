import { readSync } from 'node:fs';
import { ModelError } from '../model-error.ts';

const WINDOW_BYTES = 64 << 10;

/** Reads protobuf from a file front to back; what is skipped is never in memory. */
export class FileCursor {
  position = 0;
  private readonly fd: number;
  private readonly size: number;
  private window = new Uint8Array(0);
  private windowStart = 0;

  constructor(fd: number, size: number) {
    this.fd = fd;
    this.size = size;
  }

  /** A number of up to 53 bits: a tag or a length. */
  varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 128) {
      const byte = this.read(1)[0] as number;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new ModelError('malformed', 'The graph is no ONNX file: it holds a number that is too long.');
  }

  /** The next bytes: a view that stays as it is. */
  read(length: number): Uint8Array {
    this.assertLeft(length);
    const offset = this.position - this.windowStart;
    if (offset < 0 || offset + length > this.window.length) this.fill(length);
    const start = this.position - this.windowStart;
    this.position += length;
    return this.window.subarray(start, start + length);
  }

  skip(length: number): void {
    this.assertLeft(length);
    this.position += length;
  }

  private fill(length: number): void {
    const window = new Uint8Array(Math.min(Math.max(length, WINDOW_BYTES), this.size - this.position));
    for (let filled = 0; filled < window.length; ) {
      const count = readSync(this.fd, window, filled, window.length - filled, this.position + filled);
      if (count === 0) throw new ModelError('truncated', 'The graph became shorter while it was read.');
      filled += count;
    }
    this.window = window;
    this.windowStart = this.position;
  }

  private assertLeft(length: number): void {
    if (this.position + length > this.size) {
      throw new ModelError('truncated', 'The graph is cut short, or no ONNX file.');
    }
  }
}
