import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { ModelError } from '../model-error.ts';
import { type GgufHeader, type GgufTensor, readGgufHeader } from './gguf-header.ts';
import { HeaderCursor } from './header-cursor.ts';

/** An open GGUF file: its header, and its tensors' bytes on demand (one tensor in memory at a time). */
export class GgufFile {
  readonly header: GgufHeader;
  private readonly fd: number;

  /** Opens and checks the header. Throws ModelError `file_unreadable`, `not_gguf`, `truncated` or `malformed`. */
  static open(path: string): GgufFile {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (cause) {
      throw new ModelError('file_unreadable', `The model file ${path} cannot be read: ${(cause as Error).message}`, {
        cause,
      });
    }
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) throw new ModelError('file_unreadable', `${path} is not a file.`);
      return new GgufFile(fd, readGgufHeader(new HeaderCursor(fd, stat.size), stat.size));
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  private constructor(fd: number, header: GgufHeader) {
    this.fd = fd;
    this.header = header;
  }

  /** The tensor of that name, or undefined. */
  find(name: string): GgufTensor | undefined {
    return this.header.tensors.get(name);
  }

  /** Reads a tensor's bytes as they are in the file. */
  read(tensor: GgufTensor): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(tensor.bytes);
    let filled = 0;
    while (filled < bytes.length) {
      const got = readSync(this.fd, bytes, filled, bytes.length - filled, tensor.offset + filled);
      if (got === 0) throw new ModelError('truncated', `The model file ends in the middle of ${tensor.name}.`);
      filled += got;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.fd);
  }
}
