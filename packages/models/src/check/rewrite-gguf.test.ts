import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readQ4_1, readQ8_0 } from '../convert/quantized-matrix.ts';
import { GgufFile } from '../gguf/gguf-file.ts';
import { writeTinyModel } from '../testing/tiny-model.ts';
import { rewriteGguf } from './rewrite-gguf.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-rewrite-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

test('Q4_1 becomes Q8_0 of the same weights; all else stays', async () => {
  const { dir: modelDir } = await writeTinyModel(join(dir, 'model'));
  const from = join(modelDir, 'tiny.gguf');
  const to = join(dir, 'rewritten.gguf');
  rewriteGguf(from, to, 'Q8_0');
  const [before, after] = [GgufFile.open(from), GgufFile.open(to)];
  expect(after.header.metadata).toEqual(before.header.metadata);
  expect([...after.header.tensors.keys()]).toEqual([...before.header.tensors.keys()]);
  let rewritten = 0;
  for (const [name, tensor] of before.header.tensors) {
    const copy = after.header.tensors.get(name);
    expect(copy).toMatchObject({ rows: tensor.rows, columns: tensor.columns });
    if (!copy || tensor.type !== 'Q4_1') {
      expect(Buffer.compare(after.read(copy ?? tensor), before.read(tensor))).toBe(0);
      continue;
    }
    rewritten++;
    expect(copy.type).toBe('Q8_0');
    const { codes, scales, minima } = readQ4_1(before.read(tensor));
    const eight = readQ8_0(after.read(copy), copy.rows, copy.columns);
    for (const [i, code] of codes.entries()) {
      const block = Math.floor(i / 32);
      const weight = code * (scales[block] as number) + (minima[block] as number);
      const found = (eight.scales[block] as number) * ((eight.codes[i] as number) - 128);
      // Half a step of 127 to the block's largest weight.
      expect(Math.abs(found - weight)).toBeLessThanOrEqual((eight.scales[block] as number) * 0.6);
    }
  }
  expect(rewritten).toBeGreaterThan(0);
  before.close();
  after.close();
});
