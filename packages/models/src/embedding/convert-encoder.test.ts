import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeSafetensors } from '../testing/encode-safetensors.ts';
import { encodePlainly } from '../testing/plain-encoder.ts';
import { PUBLISHED_ENCODER, TinyPublishedEncoder } from '../testing/published-encoder.ts';
import { normalArray, seededRandom } from '../testing/random.ts';
import { gap, runEncoder } from '../testing/run-encoder.ts';
import { convertEncoder } from './convert-encoder.ts';
import { PublishedEncoder } from './published-encoder.ts';

const { width, inner, heads } = PUBLISHED_ENCODER;
const LAYER = 'encoder.layer.1.intermediate.dense';
const RANK = 3;
const random = seededRandom(7);
const a = normalArray(random, RANK * width, 0.3);
const b = normalArray(random, inner * RANK, 0.3);
const texts = [[3, 1, 4, 1, 5, 9, 2, 6], [27], [39, 8, 2]];

let dir: string;
let published: TinyPublishedEncoder;
let changed: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-encoder-'));
  published = new TinyPublishedEncoder();
  changed = published.matrixNames.get(LAYER) as string;
  writeFileSync(join(dir, 'published.onnx'), published.encode());
});
afterEach(() => rmSync(dir, { recursive: true }));

function convert(tensors: Parameters<typeof encodeSafetensors>[0], sha256?: string): string[] {
  const bytes = encodeSafetensors(tensors);
  const path = join(dir, 'adapter');
  writeFileSync(path, bytes);
  const adapter = { path, sha256: sha256 ?? createHash('sha256').update(bytes).digest('hex') };
  const published = new PublishedEncoder(join(dir, 'published.onnx'));
  try {
    return convertEncoder({ published, adapter, heads, outputDir: dir, name: 'model.onnx' });
  } finally {
    published.close();
  }
}

const adapterOf = (name: string) => ({
  [`${name}.a`]: { shape: [RANK, width], values: a },
  [`${name}.b`]: { shape: [inner, RANK], values: b },
});

describe('a converted encoder', () => {
  it('is the published network with what was trained, to the precision of 8 bits', async () => {
    expect(convert(adapterOf(changed))).toEqual(['model.onnx', 'model.onnx.data']);
    const weights = new Map(published.floats);
    const before = published.floats.get(LAYER) as Float32Array;
    const after = before.map((value, at) => {
      const [input, output] = [Math.floor(at / inner), at % inner];
      let sum = value;
      for (let i = 0; i < RANK; i++) sum += (a[i * width + input] as number) * (b[output * RANK + i] as number);
      return sum;
    });
    const found = await runEncoder(join(dir, 'model.onnx'), texts);
    for (const [at, text] of texts.entries()) {
      const plain = encodePlainly(weights.set(LAYER, after), PUBLISHED_ENCODER, text);
      expect(gap(found[at] ?? [], plain)).toBeLessThan(0.04);
      expect(gap(plain, encodePlainly(published.floats, PUBLISHED_ENCODER, text))).toBeGreaterThan(0.1);
    }
  });

  it('gives a text the same states alone and padded beside others', async () => {
    convert(adapterOf(changed));
    const together = await runEncoder(join(dir, 'model.onnx'), texts);
    for (const [at, text] of texts.entries()) {
      const [alone = []] = await runEncoder(join(dir, 'model.onnx'), [text]);
      expect(gap(together[at] ?? [], alone)).toBeLessThan(1e-5);
    }
  });
});

it('notices that the published graph became shorter while it was read', () => {
  const path = join(dir, 'published.onnx');
  const encoder = new PublishedEncoder(path);
  truncateSync(path, 100);
  expect(() => encoder.linear(LAYER)).toThrow(expect.objectContaining({ code: 'truncated' }));
  encoder.close();
});

describe('an adapter', () => {
  it.each([
    [() => adapterOf('val_99'), /no layer of val_99/],
    [() => ({ [`${changed}.a`]: { shape: [1], values: [1] } }), /no tensor val_\d+\.b/],
    [() => ({ [`${changed}.b`]: { shape: [1], values: [1] } }), /without its pair/],
    [() => adapterOf(published.matrixNames.get('encoder.layer.0.output.dense') as string), /is 3 × 64, not 3 × 128/],
  ])('is refused where it does not fit the graph: %#', (tensors, message) => {
    expect(() => convert(tensors())).toThrow(
      expect.objectContaining({ code: 'malformed', message: expect.stringMatching(message) }),
    );
  });

  it('is refused where it is another file than the one that was named', () => {
    expect(() => convert(adapterOf(changed), '00')).toThrow(expect.objectContaining({ code: 'checksum_mismatch' }));
  });
});
