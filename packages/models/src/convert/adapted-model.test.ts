import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_MODEL } from '../fetch/model-source.ts';
import { GgufFile } from '../gguf/gguf-file.ts';
import { ModelError } from '../model-error.ts';
import { readGraphFile } from '../onnx/graph-file.ts';
import { type PreparedModel, readPreparedModel } from '../prepared-model.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import { referenceLogits } from '../testing/reference-decoder.ts';
import { type TinyAdapter, tinyAdapter, writeAdapter } from '../testing/tiny-adapter.ts';
import { encodeTinyGguf, type TinyModelOptions } from '../testing/tiny-model.ts';
import { convertGguf } from './convert-gguf.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-adapted-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const IDS = [1, 70, 12, 200, 261, 5, 5, 33, 264, 90, 91, 92, 2, 1, 150, 17, 3];

async function convertWith(adapter: TinyAdapter, options: TinyModelOptions = {}, sha256 = 'x'): Promise<PreparedModel> {
  const ggufPath = join(dir, 'tiny.gguf');
  writeFileSync(ggufPath, encodeTinyGguf(options));
  const file = writeAdapter(join(dir, 'adapter.safetensors'), adapter);
  const { activations, kvCache } = options;
  const source = { file: 'tiny.gguf', sha256 };
  convertGguf({ ggufPath, outputDir: dir, name: 'tiny', source, adapter: file, activations, kvCache });
  return readPreparedModel(dir);
}

/** The expected logits of all positions, and how far the converted model's are from them, relative to their length. */
async function errorOf(model: PreparedModel, adapter: TinyAdapter | undefined): Promise<number> {
  const file = GgufFile.open(join(dir, 'tiny.gguf'));
  const expected = referenceLogits(file, IDS, {}, adapter).flat();
  file.close();
  const decoder = await PlainDecoder.load(model, 1);
  const found = await decoder.logits(IDS);
  await decoder.close();
  const length = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return length(expected.map((value, index) => (found[index] as number) - value)) / length(expected);
}

describe('an adapter', () => {
  it.each([
    // What is left is the rounding of A to 8 bits and of the augmented columns; then that of the activations.
    { activations: 'float', tolerance: 0.02 },
    { activations: 'int8', tolerance: 0.05 },
    { activations: 'int8', kvCache: 'float16', tolerance: 0.05 },
  ] as const)('is applied to every linear layer: %o', async ({ tolerance, ...options }) => {
    const adapter = tinyAdapter();
    const model = await convertWith(adapter, options);
    expect(await errorOf(model, adapter)).toBeLessThan(tolerance);
    expect(await errorOf(model, undefined)).toBeGreaterThan(0.5);
  });

  it('of a model that has been measured is added to weights in 8 bits for a GPU: fewer operators, no graph of integers', async () => {
    const adapter = tinyAdapter();
    const sha256 = DEFAULT_MODEL.gguf.sha256;
    const operatorsOf = ({ modelPath }: PreparedModel) => {
      const graph = openSync(modelPath, 'r');
      const { nodes } = readGraphFile(graph, statSync(modelPath).size);
      closeSync(graph);
      return nodes.map(({ operator }) => operator);
    };
    const options = { activations: 'float', kvCache: 'float16' } as const;
    const four = await convertWith(adapter, options);
    const before = operatorsOf(four);
    const eight = await convertWith(adapter, options, sha256);
    const operators = operatorsOf(eight);
    expect(before).toContain('Concat');
    expect(operators).not.toContain('Concat');
    // Of a product of two layers of four: the low rank's, and what joins them.
    expect(operators).toHaveLength(before.length - 2 * 4 * 2);
    expect(Object.keys(eight.manifest.files).sort()).toEqual(Object.keys(four.manifest.files).sort());
    expect(await errorOf(eight, adapter)).toBeLessThan(0.02);
    expect(await errorOf(eight, undefined)).toBeGreaterThan(0.5);
  });

  it('of nothing leaves the model what it is', async () => {
    const adapter = tinyAdapter();
    for (const [name, { values }] of adapter.tensors) if (name.includes('lora_B')) values.fill(0);
    expect(await errorOf(await convertWith(adapter, { activations: 'float' }), undefined)).toBeLessThan(0.02);
  });

  it('is named in the manifest, and makes another model', async () => {
    const one = await convertWith(tinyAdapter({ seed: 1 }));
    const other = await convertWith(tinyAdapter({ seed: 2 }));
    expect(other.manifest.adapter?.sha256).not.toBe(one.manifest.adapter?.sha256);
    expect(other.manifest.modelHash).not.toBe(one.manifest.modelHash);
  });

  it.each<[string, (adapter: TinyAdapter) => void, TinyModelOptions, string, RegExp]>([
    ['lacks a layer', ({ tensors }) => remove(tensors, '1.mlp.up_proj.lora_B'), {}, 'malformed', /no tensor .*up_proj/],
    ['has more layers than the model', () => {}, { layers: 1 }, 'malformed', /of no layer, such as .*layers\.1/],
    ['is of another size', ({ tensors }) => widen(tensors, '0.mlp.down_proj.lora_A'), {}, 'malformed', /6 × 97/],
    ['has no alpha', (adapter) => Object.assign(adapter, { alpha: 'none' }), {}, 'malformed', /alpha/],
    ['has no columns to fit into', () => {}, { linearType: 'Q8_0' }, 'unsupported_model', /Q8_0/],
  ])('is refused that %s', async (_what, spoil, options, code, message) => {
    const adapter = tinyAdapter();
    spoil(adapter);
    const thrown: unknown = await convertWith(adapter, options).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ModelError);
    expect(thrown).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('is refused if it is not the file that was meant, or damaged', async () => {
    const ggufPath = join(dir, 'tiny.gguf');
    writeFileSync(ggufPath, encodeTinyGguf());
    const file = writeAdapter(join(dir, 'adapter.safetensors'), tinyAdapter());
    const convert = (adapter: { path: string; sha256: string }) =>
      convertGguf({ ggufPath, outputDir: dir, name: 'x', source: { file: 'x', sha256: 'x' }, adapter });
    expect(() => convert({ ...file, sha256: 'another' })).toThrow(/is not another/);
    expect(() => convert({ ...file, path: join(dir, 'gone') })).toThrow(/cannot be read/);
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    writeFileSync(file.path, '');
    expect(() => convert({ ...file, sha256: empty })).toThrow(/damaged/);
  });
});

type Tensors = TinyAdapter['tensors'];

function remove(tensors: Tensors, part: string): void {
  tensors.delete(nameOf(tensors, part));
}

function widen(tensors: Tensors, part: string): void {
  const name = nameOf(tensors, part);
  const rows = tensors.get(name)?.shape[0] ?? 0;
  tensors.set(name, { shape: [rows, 97], values: new Float32Array(rows * 97) });
}

function nameOf(tensors: Tensors, part: string): string {
  return [...tensors.keys()].find((name) => name.includes(part)) as string;
}
