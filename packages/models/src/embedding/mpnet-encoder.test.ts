import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { encodeSafetensors } from '../testing/encode-safetensors.ts';
import { encodePlainly } from '../testing/plain-encoder.ts';
import { gap, runEncoder } from '../testing/run-encoder.ts';
import { makeTinyMpnet, TINY_MPNET } from '../testing/tiny-mpnet.ts';
import { convertEncoder } from './convert-encoder.ts';
import { distanceClass, MpnetEncoder } from './mpnet-encoder.ts';

const texts = [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3], [27], [39, 8, 2]];

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-mpnet-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('becomes a graph that computes what the network computes, to the precision of 8 bits', async () => {
  const { heads, layers, classes } = TINY_MPNET;
  const { file, plain, distances } = makeTinyMpnet();
  writeFileSync(join(dir, 'model.safetensors'), encodeSafetensors(file));
  const nothing = encodeSafetensors({});
  writeFileSync(join(dir, 'adapter'), nothing);
  const adapter = { path: join(dir, 'adapter'), sha256: createHash('sha256').update(nothing).digest('hex') };
  const published = new MpnetEncoder(join(dir, 'model.safetensors'));
  convertEncoder({ published, adapter, heads, outputDir: dir, name: 'model.onnx' });
  published.close();
  const found = await runEncoder(join(dir, 'model.onnx'), texts);
  const distance = (head: number, asking: number, asked: number) =>
    distances[distanceClass(asked - asking, classes) * heads + head] as number;
  for (const [at, text] of texts.entries()) {
    const wanted = encodePlainly(plain, { layers, heads, distance }, text);
    expect(gap(found[at] ?? [], wanted)).toBeLessThan(0.04);
    // What the distances say is not lost in the rounding.
    if (text.length > 1) expect(gap(wanted, encodePlainly(plain, { layers, heads }, text))).toBeGreaterThan(0.1);
  }
});

it.each([
  [0, 0],
  [-1, 1],
  [-7, 7],
  [-8, 8],
  [-15, 9],
  [-16, 10],
  [-1000, 15],
  [1, 17],
  [90, 30],
  [1000, 31],
])('puts a distance of %d into class %d of 32', (distance, found) => {
  expect(distanceClass(distance, 32)).toBe(found);
});

it.each([
  [{}, /no embeddings.word_embeddings/],
  [{ 'embeddings.word_embeddings.weight': { shape: [4], values: [1, 2, 3, 4] } }, /no matrix/],
])('is refused without a part', (tensors, message) => {
  writeFileSync(join(dir, 'model.safetensors'), encodeSafetensors(tensors));
  const published = new MpnetEncoder(join(dir, 'model.safetensors'));
  expect(() => published.words()).toThrow(
    expect.objectContaining({ code: 'malformed', message: expect.stringMatching(message) }),
  );
  published.close();
});
