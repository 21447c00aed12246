import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { halfToFloat } from '../gguf/half-float.ts';
import { prepareModel } from '../prepare-model.ts';
import { verifyPreparedModel } from '../prepared-model.ts';
import { PlainDecoder } from '../testing/plain-decoder.ts';
import {
  changeGraph,
  PUBLISHED,
  type PublishedVariant,
  renameWeights,
  writeCommunityModel,
  writeGenaiModel,
} from '../testing/published-model.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-layout-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const layouts = {
  genai: { write: writeGenaiModel, graph: 'model.onnx', hasPositions: false },
  community: { write: writeCommunityModel, graph: 'onnx/model_q4.onnx', hasPositions: true },
};

function prepare(name = 'Tiny') {
  return prepareModel({ cacheDir: join(dir, 'cache'), model: join(dir, name) });
}

it('of several graphs the one in 16 bits is for a GPU', async () => {
  const model = join(dir, 'Tiny');
  await writeCommunityModel(model);
  await writeCommunityModel(model, { half: true }, 'onnx/model_q4f16.onnx');
  const kvTypes: unknown[] = [];
  for (const half of [false, true]) {
    const { manifest } = await prepareModel({ cacheDir: join(dir, 'cache'), model, half });
    kvTypes.push(manifest.architecture.kvType);
  }
  expect(kvTypes).toEqual(['float32', 'float16']);
});

describe.each(Object.entries(layouts))('a model in the layout of %s', (_, { write, graph, hasPositions }) => {
  beforeEach(() => write(join(dir, 'Tiny')));

  it('gives the same logits as before, for a whole text and for chosen positions', async () => {
    const model = await prepare();
    await verifyPreparedModel(model);
    const ids = [5, 100, 7, 264, 31, 31, 8];
    const original = await InferenceSession.create(join(dir, 'Tiny', graph));
    const expected = await runOriginal(original, hasPositions, [{ ids, position: 0 }], emptyCache(1));
    const decoder = await PlainDecoder.load(model);
    expectClose(await decoder.logits(ids), expected.logits?.data);
    const { vocabSize } = PUBLISHED;
    const rows = expected.logits?.data as Float32Array;
    const wanted = [6, 2].flatMap((row) => [...rows.subarray(row * vocabSize, (row + 1) * vocabSize)]);
    expectClose(await decoder.logits(ids, [6, 2]), Float32Array.from(wanted));
    await Promise.all([decoder.close(), original.release()]);
  });

  it('gives the same logits for rows of different length with a past', async () => {
    const model = await prepare();
    const [original, normalized] = await Promise.all([
      InferenceSession.create(join(dir, 'Tiny', graph)),
      InferenceSession.create(model.modelPath),
    ]);
    const cache = randomCache(2, 5);
    const rows = [
      { ids: [9], position: 5 },
      { ids: [77], position: 3 },
    ];
    const expected = await runOriginal(original, hasPositions, rows, cache);
    const actual = await normalized.run({
      ...cache,
      input_ids: int64([2, 1], [9, 77]),
      seqlens_k: new Tensor('int32', Int32Array.of(5, 3), [2]),
      total_sequence_length: new Tensor('int32', Int32Array.of(6), []),
      logits_positions: int64([2, 1], [0, 0]),
    });
    expectClose(actual.logits?.data, expected.logits?.data);
    for (let layer = 0; layer < PUBLISHED.layers; layer++) {
      // Only what lies within each row's length means anything.
      expectClose(rowOf(actual, layer, 0, 6), rowOf(expected, layer, 0, 6));
      expectClose(rowOf(actual, layer, 1, 4), rowOf(expected, layer, 1, 4));
    }
    await Promise.all([original.release(), normalized.release()]);
  });

  it('is the same network whatever its cache is called, and if it can drop logits by itself', async () => {
    await write(join(dir, 'Other'), { cachePrefix: 'kv', keepsLogits: true });
    const ids = [5, 100, 7];
    const decoders = await Promise.all([PlainDecoder.load(await prepare()), PlainDecoder.load(await prepare('Other'))]);
    const [usual, other] = await Promise.all(decoders.map((decoder) => decoder.logits(ids)));
    expectClose(other, usual);
    await Promise.all(decoders.map((decoder) => decoder.close()));
  });

  it('may compute, and keep keys and values, in 16 bits', async () => {
    await write(join(dir, 'Half'), { half: true });
    const [whole, half] = await Promise.all([prepare(), prepare('Half')]);
    expect(half.manifest.architecture.kvType).toBe('float16');
    const ids = [5, 100, 7, 264, 31, 31, 8];
    const original = await InferenceSession.create(join(dir, 'Half', graph));
    const expected = await runOriginal(original, hasPositions, [{ ids, position: 0 }], emptyCache(1, 'float16'));
    const decoders = await Promise.all([PlainDecoder.load(half), PlainDecoder.load(whole)]);
    const [actual, precise] = await Promise.all(decoders.map((decoder) => decoder.logits(ids)));
    // The published graph rounds its logits to 16 bits.
    expectClose(actual, Float32Array.from(expected.logits?.data as Uint16Array, halfToFloat), 2e-3);
    expectClose(actual, precise, 0.05);
    await Promise.all([original.release(), ...decoders.map((decoder) => decoder.close())]);
  });

  it('is described by its own files', async () => {
    const { manifest, chatTemplate } = await prepare();
    const { layers, kvHeads, headDim, vocabSize, context } = PUBLISHED;
    expect(manifest).toMatchObject({
      name: 'Tiny',
      architecture: { layers, kvHeads, headDim, vocabSize, kvType: 'float32' },
      padTokenId: 2,
    });
    expect(manifest.eosTokenIds).toEqual(hasPositions ? [2] : [2, 0]);
    // No more than the configuration says, and no more than the rotary tables reach.
    expect(manifest.architecture.contextTokens).toBe(hasPositions ? context : 128);
    expect(chatTemplate).toContain('<|im_start|>');
  });

  it('is prepared once, and anew when any of its files changes', async () => {
    const first = await prepare();
    expect((await prepare()).dir).toBe(first.dir);
    const path = join(dir, 'Tiny', 'tokenizer_config.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('assistant', 'Assistant'));
    const second = await prepare();
    expect(second.dir).not.toBe(first.dir);
    expect(second.chatTemplate).toContain('Assistant');
  });

  it.each<[PublishedVariant, RegExp]>([
    [{ withoutAttention: true }, /no GroupQueryAttention.*-GQA.*onnxruntime_genai\.models\.builder/s],
    [{ bfloatCache: true }, /bfloat16.*model_q4 file/s],
    [{ maskElsewhere: true }, /attention_mask for more/],
  ])('is refused with a way out if it is %o', async (variant, message) => {
    await write(join(dir, 'Other'), variant);
    await expect(prepare('Other')).rejects.toMatchObject({
      code: 'unsupported_model',
      message: expect.stringMatching(message),
    });
    expect(() => statSync(join(dir, 'cache', 'models', 'Other'))).toThrow();
  });
});

/** What is said by turns, of those messages that `condition` is true of. */
const saidIf = (condition: string, content = 'm.content') =>
  `{% for m in messages %}{% if ${condition} %}{{ m.role + ': ' + ${content} }}{% endif %}{% endfor %}`;
const TEMPLATES: [string, string, RegExp][] = [
  ['without the system', saidIf("m.role != 'system'"), /leaves out the system message/],
  ['that tells answers from nobody', saidIf("m.role != 'assistant'"), /leaves out the assistant message/],
  ['that keeps the last question alone', saidIf("loop.last or m.role != 'user'"), /leaves out the user message/],
  ['that writes large', saidIf('true', '(m.content | upper)'), /system message, or changes it/],
  [
    'that takes no first question',
    `{% if messages | length < 3 %}{{ raise_exception('too short') }}{% endif %}${saidIf('true')}`,
    /too short/,
  ],
];

describe('a published model', () => {
  it('keeps its external weights by link, symbolic ones followed, and moves weights out of the graph', async () => {
    await writeGenaiModel(join(dir, 'blobs'));
    mkdirSync(join(dir, 'Tiny'));
    for (const name of [
      'genai_config.json',
      'model.onnx',
      'model.onnx.data',
      'tokenizer.json',
      'tokenizer_config.json',
    ]) {
      symlinkSync(join(dir, 'blobs', name), join(dir, 'Tiny', name));
    }
    const linked = await prepare();
    const inode = (path: string) => statSync(path).ino;
    expect(inode(join(linked.dir, 'model.onnx.data'))).toBe(inode(join(dir, 'blobs', 'model.onnx.data')));

    await writeCommunityModel(join(dir, 'Inside'));
    const moved = await prepare('Inside');
    expect(statSync(moved.modelPath).size).toBeLessThan(20_000);
    expect(statSync(join(moved.dir, 'model.moved.data')).size).toBeGreaterThan(200_000);
  });

  it.each<[string, (folder: string) => void, string, RegExp]>([
    ['graph cut short', (f) => cut(join(f, 'onnx/model_q4.onnx')), 'truncated', /cut short/],
    [
      'graph that is none',
      (f) => writeFileSync(join(f, 'onnx/model_q4.onnx'), 'hello, hello'),
      'truncated|malformed',
      /ONNX/,
    ],
    ['no tokenizer', (f) => rmSync(join(f, 'tokenizer.json')), 'file_unreadable', /tokenizer\.json/],
    [
      'no template',
      (f) => writeFileSync(join(f, 'tokenizer_config.json'), '{}'),
      'unsupported_model',
      /no chat template/,
    ],
    ...TEMPLATES.map(([lacks, template, message]): [string, (folder: string) => void, string, RegExp] => [
      `a template ${lacks}`,
      (f) => writeFileSync(join(f, 'chat_template.jinja'), template),
      'unsupported_model',
      message,
    ]),
    [
      'other tokenizer',
      (f) => writeFileSync(join(f, 'tokenizer.json'), '{"model":{"type":"Unigram","vocab":{}}}'),
      'unsupported_model',
      /only BPE/,
    ],
    [
      'damaged config',
      (f) => writeFileSync(join(f, 'config.json'), '{"max_position_embeddings":0}'),
      'malformed',
      /config\.json: max_position/,
    ],
    [
      'no eos',
      (f) => {
        rmSync(join(f, 'generation_config.json'));
        writeFileSync(join(f, 'config.json'), '{"max_position_embeddings":9}');
      },
      'unsupported_model',
      /eos_token_id/,
    ],
    [
      'no model',
      (f) => rmSync(join(f, 'onnx'), { recursive: true }),
      'unsupported_model',
      /neither genai_config\.json/,
    ],
  ])('is refused: %s', async (_, damage, code, message) => {
    await writeCommunityModel(join(dir, 'Tiny'));
    damage(join(dir, 'Tiny'));
    await expect(prepare()).rejects.toMatchObject({
      code: expect.stringMatching(code),
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ...['../nx/otherdata', '/tmp/otherdata', 'data/../../otherdata', '.', ''],
    ...['model.onnx', './model.onnx', 'data/../model.onnx', 'Model.ONNX', 'model.moved.data', './manifest.json'],
    ...['chat_template.jinja', 'tokenizer.json', 'tokenizer.json/weights'],
    ...['prefill.onnx', 'batch.onnx', 'judge.onnx', 'message-reader.json'],
  ])('cannot have its weights outside its folder, or in the place of another file: %j', async (location) => {
    const folder = join(dir, 'Tiny');
    await writeGenaiModel(folder);
    writeFileSync(join(folder, 'chat_template.jinja'), '{% for m in messages %}{{ m.content }}{% endfor %}');
    renameWeights(join(folder, 'model.onnx'), location);
    const contents = () => readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]);
    const before = contents();
    await expect(prepare()).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining(`"${location}"`),
    });
    expect(contents()).toEqual(before);
  });

  it.each([
    ['./model.onnx.data', 'model.onnx.data'],
    ['weights', 'weights'],
    ['data/./model.onnx', 'data/model.onnx'],
    ['..weights', '..weights'],
  ])('may have its weights in %j', async (location, place) => {
    const folder = join(dir, 'Tiny');
    await writeGenaiModel(folder);
    mkdirSync(join(folder, 'data'));
    renameSync(join(folder, 'model.onnx.data'), join(folder, location));
    renameWeights(join(folder, 'model.onnx'), location);
    const model = await prepare();
    await verifyPreparedModel(model);
    expect(Object.keys(model.manifest.files)).toContain(place);
    expect(statSync(join(model.dir, place)).ino).toBe(statSync(join(folder, place)).ino);
  });

  it.each([
    ['mask', '/model/attn_mask_reformat/attn_mask_subgraph/Sub/Cast/output_0', /counts its tokens in a way/],
    ['logits', 'logits', /last operators are not known/],
  ])('is refused if its %s come from themselves', async (_, value, message) => {
    await writeGenaiModel(join(dir, 'Tiny'));
    changeGraph(join(dir, 'Tiny', 'model.onnx'), ({ nodes }) => {
      const node = nodes.find(({ outputs }) => outputs[0] === value);
      node?.inputs.splice(0, 1, value);
    });
    await expect(prepare()).rejects.toMatchObject({
      code: 'unsupported_model',
      message: expect.stringMatching(message),
    });
  });

  it('tells a template what it wants of the tokenizer', async () => {
    await writeCommunityModel(join(dir, 'Tiny'));
    const template = "{{ bos_token }}{% for m in messages %}{{ m['role'] + m['content'] }}{% endfor %}";
    writeFileSync(join(dir, 'Tiny', 'chat_template.jinja'), template);
    const { loadTokenizer } = await import('@frontdesk/tokenizer');
    const model = await prepare();
    // 1 is <|im_start|>, which is the bos token of tokenizer_config.json.
    expect(loadTokenizer(model).encodeChat([{ role: 'user', content: 'x' }])[0]).toBe(1);
  });

  it('must be meant clearly', async () => {
    const cacheDir = join(dir, 'cache');
    await expect(prepareModel({ cacheDir, model: 'a', modelFile: 'b' })).rejects.toMatchObject({ code: 'bad_choice' });
    await expect(prepareModel({ cacheDir, model: join(dir, 'gone') })).rejects.toMatchObject({
      code: 'file_unreadable',
    });
    writeFileSync(join(dir, 'file'), '');
    await expect(prepareModel({ cacheDir, model: join(dir, 'file') })).rejects.toMatchObject({ code: 'bad_choice' });
  });
});

type Row = { ids: number[]; position: number };

/** Runs the graph as it was published, with a mask and, where it takes them, positions. */
function runOriginal(session: InferenceSession, hasPositions: boolean, rows: Row[], cache: Record<string, Tensor>) {
  const count = rows[0]?.ids.length ?? 0;
  const total = Math.max(...rows.map(({ position }) => position)) + count;
  const ones = rows.flatMap(({ position }) =>
    Array.from({ length: total }, (_, at) => (at < position + count ? 1 : 0)),
  );
  const positions = rows.flatMap(({ ids, position }) => ids.map((_, at) => position + at));
  return session.run({
    ...cache,
    input_ids: int64(
      [rows.length, count],
      rows.flatMap(({ ids }) => ids),
    ),
    attention_mask: int64([rows.length, total], ones),
    ...(hasPositions && { position_ids: int64([rows.length, count], positions) }),
  });
}

function cacheOf(batch: number, length: number, value: () => number): Record<string, Tensor> {
  const { layers, kvHeads, headDim } = PUBLISHED;
  const names = Array.from({ length: layers }, (_, layer) =>
    ['key', 'value'].map((part) => `past_key_values.${layer}.${part}`),
  );
  const shape = [batch, kvHeads, length, headDim];
  const size = batch * kvHeads * length * headDim;
  return Object.fromEntries(
    names.flat().map((name) => [name, new Tensor('float32', Float32Array.from({ length: size }, value), shape)]),
  );
}

function emptyCache(batch: number, type?: 'float16'): Record<string, Tensor> {
  const entries = Object.entries(cacheOf(batch, 0, () => 0));
  if (!type) return Object.fromEntries(entries);
  return Object.fromEntries(entries.map(([name, { dims }]) => [name, new Tensor(type, new Uint16Array(0), dims)]));
}

function randomCache(batch: number, length: number) {
  let state = 1;
  return cacheOf(batch, length, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
}

/** The first `tokens` keys of a row, head after head. */
function rowOf(outputs: InferenceSession.OnnxValueMapType, layer: number, row: number, tokens: number): Float32Array {
  const { kvHeads, headDim } = PUBLISHED;
  const { data, dims } = outputs[`present.${layer}.key`] as Tensor;
  const capacity = dims[2] as number;
  const heads = Array.from({ length: kvHeads }, (_, head) => (row * kvHeads + head) * capacity * headDim);
  return Float32Array.from(
    heads.flatMap((start) => [...(data as Float32Array).subarray(start, start + tokens * headDim)]),
  );
}

function expectClose(actual: unknown, expected: unknown, tolerance = 1e-4): void {
  const [left, right] = [actual as Float32Array, expected as Float32Array];
  expect(left.length).toBe(right.length);
  expect(left.length).toBeGreaterThan(0);
  const worst = left.reduce((most, value, at) => Math.max(most, Math.abs(value - (right[at] as number))), 0);
  expect(worst).toBeLessThan(tolerance);
}

function int64(shape: number[], values: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}

function cut(path: string): void {
  writeFileSync(path, readFileSync(path).subarray(0, 100_000));
}
