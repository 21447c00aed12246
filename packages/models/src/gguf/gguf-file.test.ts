import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ModelError, type ModelErrorCode } from '../model-error.ts';
import { seededRandom } from '../testing/random.ts';
import { encodeTinyGguf } from '../testing/tiny-model.ts';
import { encodeGguf } from '../testing/write-gguf.ts';
import { GgufFile } from './gguf-file.ts';

let dir: string;
let files = 0;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-gguf-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function write(bytes: Uint8Array): string {
  const path = join(dir, `${files++}.gguf`);
  writeFileSync(path, bytes);
  return path;
}

/** Opens the bytes as a file and reads every tensor. */
function readAll(bytes: Uint8Array): void {
  const file = GgufFile.open(write(bytes));
  try {
    for (const tensor of file.header.tensors.values()) file.read(tensor);
  } finally {
    file.close();
  }
}

function codeOf(action: () => void): ModelErrorCode | undefined {
  try {
    action();
  } catch (error) {
    if (error instanceof ModelError) return error.code;
    throw error;
  }
  return undefined;
}

const SMALL = {
  metadata: { 'general.name': { string: 'ünï' }, 'a.list': { strings: ['x', ''] }, 'a.flag': { bool: true } },
  tensors: { w: { type: 'F32', rows: 2, columns: 3, values: Float32Array.of(1, 2, 3, -4, 0.5, 6) } },
} as const;

/** A small file whose bytes from `at` on are replaced. */
function patched(at: number, bytes: Uint8Array): Buffer {
  const file = encodeGguf(SMALL.metadata, SMALL.tensors);
  file.set(bytes, at);
  return file;
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

describe('GgufFile', () => {
  it('reads metadata and tensors', () => {
    const file = GgufFile.open(write(encodeGguf(SMALL.metadata, SMALL.tensors)));
    expect(Object.fromEntries(file.header.metadata)).toEqual({
      'general.name': 'ünï',
      'a.list': ['x', ''],
      'a.flag': true,
    });
    const tensor = file.find('w');
    expect(tensor).toMatchObject({ type: 'F32', rows: 2, columns: 3, bytes: 24 });
    const bytes = file.read(tensor as NonNullable<typeof tensor>);
    expect([...new Float32Array(bytes.buffer, bytes.byteOffset, 6)]).toEqual([1, 2, 3, -4, 0.5, 6]);
    file.close();
  });

  it('refuses every truncation', () => {
    const whole = encodeGguf(SMALL.metadata, SMALL.tensors);
    // The last bytes are the alignment's padding, which nobody reads.
    const end = whole.length - 8;
    expect(codeOf(() => readAll(whole.subarray(0, end)))).toBeUndefined();
    for (let length = 0; length < end; length++) {
      expect(
        codeOf(() => readAll(whole.subarray(0, length))),
        `${length} bytes`,
      ).toMatch(/^(truncated|not_gguf)$/);
    }
  });

  it.each<[string, ModelErrorCode, () => Buffer]>([
    ['another magic', 'not_gguf', () => patched(0, Buffer.from('GGML'))],
    ['an unknown version', 'not_gguf', () => patched(4, Buffer.of(9))],
    ['more tensors than bytes', 'truncated', () => patched(8, u64(2n ** 63n))],
    ['more metadata than bytes', 'truncated', () => patched(16, u64(2n ** 64n - 1n))],
    ['a key longer than the file', 'truncated', () => patched(24, u64(2n ** 40n))],
    ['an unknown metadata type', 'malformed', () => patched(24 + 8 + 'general.name'.length, Buffer.of(99))],
  ])('refuses %s', (_what, code, file) => {
    expect(codeOf(() => readAll(file()))).toBe(code);
  });

  it('refuses a tensor type that it does not know, and names it', () => {
    const file = encodeGguf({}, SMALL.tensors);
    // The type follows the tensor's name, its dimension count and its two dimensions.
    file.writeUInt32LE(17, 24 + 8 + 1 + 4 + 16);
    expect(codeOf(() => readAll(file))).toBe('unsupported_model');
  });

  it('refuses deep nesting without running out of stack', () => {
    const nested = Array.from({ length: 100_000 }, () => Buffer.concat([Buffer.of(9, 0, 0, 0), u64(1n)]));
    const header = Buffer.concat([
      Buffer.from('GGUF'),
      Buffer.of(3, 0, 0, 0),
      u64(0n),
      u64(1n),
      u64(1n),
      Buffer.from('k'),
    ]);
    expect(codeOf(() => readAll(Buffer.concat([header, Buffer.of(9, 0, 0, 0), ...nested])))).toBe('malformed');
  });

  it.each([
    ['one array', [(1 << 22) + 1], 'malformed'],
    ['several arrays', [1 << 21, 1 << 21], 'malformed'],
    ['a vocabulary', [1 << 20], undefined],
  ])('refuses more values than any model has: %s', (_what, lengths, code) => {
    const arrays = lengths.flatMap((length, index) => [
      ...[u64(1n), Buffer.of(97 + index), Buffer.of(9, 0, 0, 0, 0, 0, 0, 0), u64(BigInt(length))],
      Buffer.alloc(length),
    ]);
    const header = [Buffer.from('GGUF'), Buffer.of(3, 0, 0, 0), u64(0n), u64(BigInt(lengths.length))];
    expect(codeOf(() => readAll(Buffer.concat([...header, ...arrays])))).toBe(code);
  });

  it('answers random damage with a coded error or a readable file, never otherwise', () => {
    const whole = encodeTinyGguf({ layers: 1 });
    const random = seededRandom(7);
    for (let round = 0; round < 300; round++) {
      const damaged = Buffer.from(whole);
      // Most of the damage goes to the header, which is the first few kilobytes.
      const reach = round % 4 === 0 ? damaged.length : 6_000;
      for (let i = 0; i < 1 + (round % 8); i++) damaged[Math.floor(random() * reach)] = Math.floor(random() * 256);
      codeOf(() => readAll(damaged));
    }
  });

  it('says which file it cannot read', () => {
    expect(() => GgufFile.open(join(dir, 'nowhere.gguf'))).toThrow(/nowhere\.gguf cannot be read/);
    expect(codeOf(() => GgufFile.open(dir))).toBe('file_unreadable');
  });
});
