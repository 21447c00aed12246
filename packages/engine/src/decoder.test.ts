import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tinyFloat16Model, tinyModel } from '../fixtures/tiny.ts';
import { Decoder } from './decoder.ts';
import { CpuDevice } from './device/cpu-device.ts';
import { OnnxRuntime } from './onnxruntime/api.ts';
import { findLibrary } from './onnxruntime/library-path.ts';
import { Reference } from './testing/reference.ts';

const options = { ...tinyModel, slots: 4, capacityTokens: 64, threads: 1 };
const ids = Array.from({ length: 40 }, (_, index) => (index * 37 + 5) % 128);

async function withDecoder<T>(use: (decoder: Decoder) => Promise<T>, model = tinyModel): Promise<T> {
  const decoder = await Decoder.load({ ...options, ...model });
  try {
    return await use(decoder);
  } finally {
    decoder.release();
  }
}

function expectClose(actual: Float32Array, expected: Float32Array): void {
  expect(actual.length).toBe(expected.length);
  const gap = Math.max(...actual.map((logit, id) => Math.abs(logit - (expected[id] ?? Number.NaN))));
  expect(gap).toBeLessThan(1e-4);
}

test.each([
  ['at once', [40], tinyModel],
  ['in chunks', [16, 16, 8], tinyModel],
  ['one by one', new Array<number>(40).fill(1), tinyModel],
  ['at once, with a cache of 16 bits,', [40], tinyFloat16Model],
  ['in chunks, with a cache of 16 bits,', [16, 16, 8], tinyFloat16Model],
])('reading %s gives the logits of the JavaScript API', async (_, chunks, model) => {
  const reference = await Reference.load(model.modelPath, model.architecture);
  const expected = (await reference.logits(ids)).at(-1);
  await withDecoder(async (decoder) => {
    let position = 0;
    let logits = new Float32Array();
    for (const chunk of chunks) {
      logits = (await decoder.prefill(2, ids.slice(position, position + chunk), position)) as typeof logits;
      position += chunk;
    }
    expectClose(logits, expected as Float32Array);
  }, model);
});

test('what a former sequence left in the slot does not matter', async () => {
  await withDecoder(async (decoder) => {
    const fresh = (await decoder.prefill(0, ids.slice(0, 10), 0)).slice();
    await decoder.prefill(0, ids, 0);
    expect(await decoder.prefill(0, ids.slice(0, 10), 0)).toEqual(fresh);
  });
});

test('rows of different length, decoded in one run, have the logits that they have alone', async () => {
  await withDecoder(async (decoder) => {
    const lengths = [40, 3, 17];
    const alone: Float32Array[] = [];
    for (const [slot, length] of lengths.entries()) {
      await decoder.prefill(slot, ids.slice(0, length), 0);
      alone.push((await decoder.prefill(slot, [9 + slot], length)).slice());
    }
    const rows = lengths.map((position, slot) => ({ id: 9 + slot, position }));
    const together = await decoder.decode(rows);
    for (const [slot, logits] of together.entries()) expectClose(logits, alone[slot] as Float32Array);
  });
});

test.each([
  ['32 bits', tinyModel],
  ['16 bits', tinyFloat16Model],
])('a slot in %s moves, is saved in blocks, is restored elsewhere, and goes on as before', async (_, model) => {
  await withDecoder(async (decoder) => {
    await decoder.prefill(0, ids.slice(0, 32), 0);
    const expected = (await decoder.prefill(0, ids.slice(32), 32)).slice();
    const { cache } = decoder;
    await cache.move(0, 3, 32);
    expect(await decoder.prefill(3, ids.slice(32), 32)).toEqual(expected);
    const blocks = [0, 1].map(() => cache.allocateBlock(16));
    await cache.save(3, 0, 16, blocks);
    // What lies in the slots between must not matter, nor be touched.
    await decoder.prefill(0, ids.slice().reverse(), 0);
    await decoder.prefill(1, ids.slice(0, 20), 0);
    await cache.restore(2, 0, 16, blocks);
    expect(await decoder.prefill(2, ids.slice(32), 32)).toEqual(expected);
    const neighbour = (await decoder.prefill(1, ids.slice(20), 20)).slice();
    expectClose(neighbour, await decoder.prefill(0, ids, 0));
  }, model);
});

test('does not run beyond the capacity or the slots', async () => {
  await withDecoder(async (decoder) => {
    await expect(decoder.prefill(0, ids, 30)).rejects.toThrow('do not fit');
    await expect(decoder.prefill(0, [], 0)).rejects.toThrow('do not fit');
    await expect(decoder.prefill(4, ids, 0)).rejects.toThrow('no slots');
    await expect(decoder.decode([])).rejects.toThrow('no slots');
  });
});

test('every native object is released', async () => {
  const decoder = await Decoder.load(options);
  for (const count of [1, 7, 1]) await decoder.prefill(0, ids.slice(0, count), 0);
  // Two for each layer, and ids, lengths, positions and logits.
  expect(decoder.liveNativeObjects.get('ReleaseValue')).toBe(2 * tinyModel.architecture.layers + 5);
  await decoder.decode([1, 2].map((id) => ({ id, position: 1 })));
  expect(decoder.liveNativeObjects.get('ReleaseIoBinding')).toBe(2);
  decoder.release();
  expect([...decoder.liveNativeObjects.values()].every((count) => count === 0)).toBe(true);
});

test.each([
  ['the first run of a slot', []],
  ['a run of another number of ids', [2]],
])('whatever native call fails before %s, it costs that run alone', async (_, formerCounts) => {
  const runtime = new OnnxRuntime(findLibrary());
  const decoder = await Decoder.loadOn(runtime, new CpuDevice(runtime), { ...options, slots: 40 });
  const expected: Float32Array[] = [];
  for (const count of [2, 3, 4]) expected.push((await decoder.prefill(0, ids.slice(0, count), 0)).slice());
  const call = runtime.call.bind(runtime);
  // Each slot has a view of its own, and another call fails while it is made or bound anew.
  let slot = 0;
  for (let failed = true; failed; ) {
    slot++;
    await decoder.prefill(slot, ids.slice(0, 1), 0);
    const read = (count: number) => decoder.readEach(slot, ids.slice(1, 1 + count), 1);
    for (const count of formerCounts) await read(count);
    let callsLeft = slot;
    runtime.call = (...args) => {
      if (--callsLeft === 0) throw new Error('no memory');
      call(...args);
    };
    failed = await read(3).then(
      () => false,
      () => true,
    );
    runtime.call = call;
    // The former number of ids first: nothing of the other one may still be bound.
    for (const count of [2, 3, 3]) {
      const rows = await read(count);
      expect(rows.length).toBe(count);
      for (const [place, row] of rows.entries()) expectClose(row, expected[place] as Float32Array);
    }
  }
  // Three tensors are made and bound, at least.
  expect(slot).toBeGreaterThan(6);
  decoder.release();
  expect([...runtime.live.values()].every((count) => count === 0)).toBe(true);
});

test.each([
  ['a layer too many', { layers: 3 }, 'the graph has no input past_key_values.2.key'],
  ['a layer too few', { layers: 1 }, 'further inputs: past_key_values.1.key, past_key_values.1.value'],
  ['another number of heads', { kvHeads: 2 }, 'past_key_values.0.key should be float32 [-1,2,-1,16]'],
  ['another vocabulary', { vocabSize: 129 }, 'logits should be float32 [-1,-1,129]'],
])('refuses a graph with %s', async (_, other, message) => {
  await expect(Decoder.load({ ...options, architecture: { ...options.architecture, ...other } })).rejects.toMatchObject(
    { code: 'model_unsupported', message: expect.stringContaining(message) },
  );
});

test('refuses a graph for many sequences that keeps keys and values in another type', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'decoder-test-'));
  const modelPath = path.join(dir, 'model.onnx');
  await copyFile(tinyModel.modelPath, modelPath);
  await copyFile(tinyFloat16Model.modelPath, path.join(dir, 'batch.onnx'));
  await expect(Decoder.load({ ...options, modelPath })).rejects.toMatchObject({
    code: 'model_unsupported',
    message: expect.stringContaining('past_key_values.0.key should be float32'),
  });
  await rm(dir, { recursive: true });
});

test('a file that is missing or no model is an error that names the call', async () => {
  for (const modelPath of ['/nowhere/model.onnx', import.meta.filename]) {
    await expect(Decoder.load({ ...options, modelPath })).rejects.toMatchObject({
      code: 'native_failure',
      message: expect.stringMatching(/^CreateSession: .+/),
    });
  }
});

test('more slots than there is memory for are an error that says how much they want', async () => {
  await expect(Decoder.load({ ...options, slots: 2 ** 40 })).rejects.toMatchObject({
    code: 'native_failure',
    message: expect.stringMatching(/^there is no memory for \d+ MiB$/),
  });
});

test('a library that is missing or another one is an error', () => {
  for (const libraryPath of ['/nowhere/libonnxruntime.so', import.meta.filename, process.execPath]) {
    expect(() => new OnnxRuntime(libraryPath)).toThrowError(expect.objectContaining({ code: 'library_not_found' }));
  }
});
