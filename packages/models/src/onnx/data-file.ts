import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import type { ExternalData } from './onnx-types.ts';

/** Weights begin on this boundary: a cache line, and what vector loads of any width want. */
const ALIGNMENT_BYTES = 64;

const COPY_BYTES = 4 << 20;

/** Writes an external data file front to back, so that one tensor at a time is in memory. */
export class DataFile {
  private readonly fd: number;
  private readonly location: string;
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private closed = false;

  constructor(path: string) {
    // What has its place already may be a link to a file of somebody else.
    rmSync(path, { force: true });
    this.fd = openSync(path, 'w');
    this.location = basename(path);
  }

  /** Appends bytes and returns their place. */
  append(data: Uint8Array): ExternalData {
    this.write(new Uint8Array(-this.bytes & (ALIGNMENT_BYTES - 1)));
    const offset = this.bytes;
    this.write(data);
    return { location: this.location, offset, length: data.byteLength };
  }

  /** Appends a range of another file, a few megabytes of it in memory at a time, and returns its place. */
  appendRange(fd: number, from: number, length: number): ExternalData {
    const place = this.append(new Uint8Array(0));
    const buffer = new Uint8Array(Math.min(length, COPY_BYTES));
    for (let copied = 0; copied < length; ) {
      const count = readSync(fd, buffer, 0, Math.min(buffer.length, length - copied), from + copied);
      if (count === 0) throw new Error('the file became shorter while it was read');
      this.write(buffer.subarray(0, count));
      copied += count;
    }
    return { ...place, length };
  }

  /** Makes the file last on disk, closes it, and returns its size and hash. */
  finish(): { bytes: number; sha256: string } {
    fsyncSync(this.fd);
    this.close();
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  /** Closes the file, finished or not; a second time does nothing. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.fd);
  }

  private write(data: Uint8Array): void {
    let written = 0;
    while (written < data.byteLength) written += writeSync(this.fd, data, written, data.byteLength - written);
    this.hash.update(data);
    this.bytes += data.byteLength;
  }
}
