import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect, requestOf } from '../fixtures/requests.ts';
import { tinyModel } from '../fixtures/tiny.ts';
import { BATCH_FROM_TOKENS, Decoder } from './decoder.ts';
import { CpuDevice } from './device/cpu-device.ts';
import type { Device, DeviceBuffer, RowCopy } from './device/device.ts';
import type { EngineOptions } from './engine.ts';
import { EngineError } from './engine-error.ts';
import { BLOCK_TOKENS, EngineLoop } from './engine-loop.ts';
import { OnnxRuntime } from './onnxruntime/api.ts';
import { findLibrary } from './onnxruntime/library-path.ts';
import type { SequenceRequest } from './sequence-request.ts';

type Copying = 'move' | 'save' | 'restore';

/** Its memory has an end, and its copies may fail, as a GPU's. */
class FragileDevice extends CpuDevice {
  bytesLeft = Number.POSITIVE_INFINITY;
  declare free?: Device['free'];
  declare freeBytes?: Device['freeBytes'];
  /** Called before what copies something, and waited for. */
  onCopy: (copying: Copying) => void | Promise<void> = () => {};
  readonly #blocks = new Set<DeviceBuffer>();

  override allocate(bytes: number) {
    if (bytes > this.bytesLeft) throw new EngineError('native_failure', 'cudaMalloc: out of memory');
    this.bytesLeft -= bytes;
    const buffer = super.allocate(bytes);
    if (bytes === blockBytes) this.#blocks.add(buffer);
    return buffer;
  }

  override async copy(copies: Iterable<RowCopy>): Promise<void> {
    const rows = [...copies];
    const [first] = rows;
    if (first) await this.onCopy(this.#kindOf(first));
    await super.copy(rows);
  }

  #kindOf({ from, to }: RowCopy): Copying {
    if (this.#blocks.has(to.buffer)) return 'save';
    return this.#blocks.has(from.buffer) ? 'restore' : 'move';
  }
}

const { layers, headDim } = tinyModel.architecture;
const blockBytes = BLOCK_TOKENS * layers * 2 * headDim * Float32Array.BYTES_PER_ELEMENT;
const failure = { code: 'native_failure', message: 'cudaMemcpy2DAsync: another error' };

let device: FragileDevice;
let decoder: Decoder;
let engine: EngineLoop;
beforeEach(() => start());
afterEach(async () => {
  await engine.close();
  expect([...decoder.liveNativeObjects.values()].every((count) => count === 0)).toBe(true);
});

async function start({ capacityTokens = 500, ...options }: Partial<EngineOptions> = {}): Promise<void> {
  await engine?.close();
  const runtime = new OnnxRuntime(findLibrary());
  device = new FragileDevice(runtime);
  decoder = await Decoder.loadOn(runtime, device, { ...tinyModel, slots: 4, capacityTokens, threads: 1 });
  engine = new EngineLoop(decoder, { ...tinyModel, maxChunkTokens: 32, ...options });
}

const generate = (changes?: Partial<SequenceRequest>) => collect(engine.generate(requestOf(changes)));
const prompt = (tokens: number, step = 37) => Array.from({ length: tokens }, (_, index) => (index * step + 5) % 128);
/** The next copy of this kind fails. */
function failNext(kind: Copying): void {
  device.onCopy = (copying) => {
    if (copying !== kind) return;
    device.onCopy = () => {};
    throw new EngineError('native_failure', failure.message);
  };
}

describe('prefixes that cannot be kept cost nothing', () => {
  test('where the device has no more memory: what was used longest ago goes', async () => {
    device.bytesLeft = 3 * blockBytes;
    const { ids } = await generate({ promptIds: prompt(100) });
    expect(await generate({ promptIds: prompt(100) })).toMatchObject({ ids, result: { cachedTokens: 48 } });
    await generate({ promptIds: prompt(40, 11) });
    expect((await generate({ promptIds: prompt(40, 11) })).result.cachedTokens).toBe(32);
    expect(engine.stats().prefix).toMatchObject({ blocks: 3, bytes: 3 * blockBytes });
    expect(engine.stats().prefix.evictedBlocks).toBeGreaterThan(0);
  });

  test('where copying fails: nobody holds anything after it', async () => {
    failNext('save');
    const promptIds = prompt(30);
    const { ids } = await generate({ promptIds, owner: 'ann', maxTokens: 2 });
    expect(ids).toHaveLength(2);
    expect(await generate({ promptIds, owner: 'ann', maxTokens: 2 })).toMatchObject({ ids });
    const { blocks } = engine.stats().prefix;
    expect(blocks).toBe(1);
    expect((await engine.forget('ann')).blocks).toBe(blocks);
    expect(engine.stats().prefix).toMatchObject({ blocks: 0, bytes: blockBytes });
  });
});

describe('where prefixes have memory that runs share', () => {
  test.each([
    ['RunWithBinding: Failed to allocate memory for requested buffer of size 4096', 8e9, 0],
    ['RunWithBinding: CUDA failure 2: out of memory ; expr=cudaMalloc', undefined, 0],
    ['RunWithBinding: CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED', 8e9, 0],
    ['RunWithBinding: CUBLAS failure 1: CUBLAS_STATUS_NOT_INITIALIZED', 8e6, 0],
    ['RunWithBinding: CUDA failure 700: an illegal memory access was encountered', 8e9, 96],
    ['RunWithBinding: CUDA failure 700: an illegal memory access was encountered', undefined, 96],
  ])('a run that fails with "%s", with %s bytes free, leaves %i tokens of them', async (message, free, tokens) => {
    await generate({ promptIds: prompt(100) });
    device.free = async () => {};
    device.freeBytes = () => free;
    vi.spyOn(decoder, 'prefill').mockRejectedValueOnce(new EngineError('native_failure', message));
    await generate({ promptIds: [3] }).catch(() => {});
    expect((await generate({ promptIds: prompt(100) })).result.cachedTokens).toBe(tokens);
  });

  test('a prompt that the model has no places for takes none from others', async () => {
    await start({ capacityTokens: 600 });
    device.free = async () => {};
    await generate({ promptIds: prompt(100) });
    // The tiny model knows 512 positions.
    await expect(generate({ promptIds: prompt(520, 11) })).rejects.toMatchObject({ code: 'native_failure' });
    expect((await generate({ promptIds: prompt(100) })).result.cachedTokens).toBe(96);
  });
});

describe('a copy that fails', () => {
  test('fails the sequence alone that was to go on from what is kept, and holds nothing', async () => {
    const mine = { promptIds: prompt(30), owner: 'ann', maxTokens: 2 };
    await generate(mine);
    const other = generate({ maxTokens: 40 });
    failNext('restore');
    await expect(generate(mine)).rejects.toMatchObject(failure);
    expect((await other).ids).toHaveLength(40);
    expect(engine.stats().prefix.savedMs).toBe(0);
    expect((await engine.forget('ann')).blocks).toBe(1);
  });

  test('fails the sequence alone that was to be let past', async () => {
    const { ids } = await generate({ promptIds: prompt(200) });
    await start();
    const long = generate({ promptIds: prompt(200) });
    await new Promise(setImmediate);
    failNext('move');
    await expect(generate()).rejects.toMatchObject(failure);
    expect((await long).ids).toEqual(ids);
    expect((await generate()).ids).toHaveLength(24);
  });

  test('fails nobody where the sequence that was to be let past is cancelled meanwhile', async () => {
    const { ids } = await generate({ promptIds: prompt(200) });
    await start();
    const long = generate({ promptIds: prompt(200) });
    await new Promise(setImmediate);
    const leaving = new AbortController();
    device.onCopy = (copying) => {
      if (copying !== 'move') return;
      device.onCopy = () => {};
      leaving.abort();
      throw new EngineError('native_failure', failure.message);
    };
    expect(await generate({ signal: leaving.signal })).toMatchObject({ result: { finishReason: 'cancelled' } });
    expect((await long).ids).toEqual(ids);
  });

  test('fails the sequence alone that was to decode', async () => {
    // The short one goes past, and the long one then has to come from the last slot.
    const long = generate({ promptIds: prompt(200) });
    await new Promise(setImmediate);
    let moves = 0;
    device.onCopy = (copying) => {
      if (copying === 'move' && ++moves === 2) throw new EngineError('native_failure', failure.message);
    };
    const short = generate({ maxTokens: 100 });
    await expect(long).rejects.toMatchObject(failure);
    expect((await short).ids).toHaveLength(100);
    expect(moves).toBe(2);
  });

  test('between two steps fails all, and the engine goes on with those that come', async () => {
    const leaving = engine.generate(requestOf({ maxTokens: 400 }));
    await leaving.next();
    const staying = generate({ maxTokens: 400 });
    while (engine.stats().running < 2) await new Promise(setImmediate);
    failNext('move');
    await leaving.return(undefined as never);
    await expect(staying).rejects.toMatchObject(failure);
    expect((await generate()).ids).toHaveLength(24);
    expect(engine.stats()).toMatchObject({ running: 0, waiting: 0 });
  });
});

test('what lies in the slot since the sequence before is not copied there again', async () => {
  const first = await generate({ promptIds: prompt(100) });
  let restored = 0;
  device.onCopy = (copying) => {
    if (copying === 'restore') restored++;
  };
  expect(await generate({ promptIds: prompt(100) })).toMatchObject({ ids: first.ids, result: { cachedTokens: 96 } });
  expect(restored).toBe(0);
  await generate({ promptIds: prompt(40, 11) });
  expect(await generate({ promptIds: prompt(100) })).toMatchObject({ ids: first.ids, result: { cachedTokens: 96 } });
  expect(restored).toBe(1);
});

test('warming up has several decode at once, however slow the machine', async () => {
  const sequences: number[] = [];
  await start({ onStep: (step) => sequences.push(step.sequences) });
  // After each prompt those that decode have had to wait for so long that a step comes before the next prompt.
  device.onCopy = async (copying) => {
    if (copying === 'restore') await new Promise((resolve) => setTimeout(resolve, 60));
  };
  await engine.warmUp();
  expect(Math.max(...sequences)).toBeGreaterThanOrEqual(BATCH_FROM_TOKENS);
});

test('what is forgotten while others leave does not come back with a sequence that ends meanwhile', async () => {
  const [other, mine] = [new AbortController(), new AbortController()];
  const leaving = generate({ promptIds: prompt(40, 3), maxTokens: 400, signal: other.signal });
  // In the slot behind, which has been looked at by the time that the first one's keys and values are copied.
  const ending = generate({ promptIds: prompt(40, 5), maxTokens: 400, signal: mine.signal, owner: 'ann' });
  while (engine.stats().prefix.blocks < 4) await new Promise(setImmediate);
  let forgotten: Promise<unknown> | undefined;
  device.onCopy = async () => {
    device.onCopy = () => {};
    mine.abort();
    forgotten = ending.then(() => engine.forget('ann'));
    await new Promise(setImmediate);
  };
  other.abort();
  await Promise.all([leaving, ending]);
  await forgotten;
  await expect.poll(() => engine.stats().running).toBe(0);
  expect(await engine.forget('ann')).toEqual({ blocks: 0, bytes: 0 });
});

test('what is read while nobody decodes keeps nobody waiting: of those that come together all are read first', async () => {
  const kinds: string[] = [];
  await start({ onStep: ({ kind }) => kinds.push(kind) });
  device.onCopy = async (copying) => {
    if (copying === 'save') await new Promise((resolve) => setTimeout(resolve, 60));
  };
  await Promise.all([3, 5].map((step) => generate({ promptIds: prompt(20, step), maxTokens: 3 })));
  expect(kinds.slice(0, 3)).toEqual(['chunk', 'chunk', 'decode']);
});

test('who watches the steps disturbs nobody, and is heard of once', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  await start({
    onStep: () => {
      throw new TypeError('a mistake');
    },
  });
  const all = await Promise.all([1, 2, 3].map((id) => generate({ promptIds: [id, 9], maxTokens: 50 })));
  for (const { ids } of all) expect(ids).toHaveLength(50);
  expect(warn).toHaveBeenCalledExactlyOnceWith('onStep failed: TypeError: a mistake');
  warn.mockRestore();
});

test('what goes wrong in the loop itself has a code, and does not end it', async () => {
  const leaving = engine.generate(requestOf({ maxTokens: 400 }));
  await leaving.next();
  const all = [1, 2, 3, 4, 5, 6].map(() => generate({ maxTokens: 400 }));
  await expect.poll(() => engine.stats()).toMatchObject({ running: 4, waiting: 3 });
  device.onCopy = (copying) => {
    if (copying !== 'move') return;
    device.onCopy = () => {};
    throw new TypeError('a mistake');
  };
  await leaving.return(undefined as never);
  for (const outcome of await Promise.allSettled(all)) {
    expect(outcome).toMatchObject({
      reason: { name: 'EngineError', code: 'native_failure', message: expect.stringContaining('a mistake') },
    });
  }
  expect((await generate()).ids).toHaveLength(24);
  engine.check();
});

test('closing fails also the one that is being given a slot', async () => {
  await start({ prefixCacheBytes: 0 });
  const long = generate({ promptIds: prompt(200) });
  await new Promise(setImmediate);
  let closing: Promise<void> | undefined;
  device.onCopy = () => {
    closing = engine.close();
  };
  const outcomes = await Promise.allSettled([long, generate({ maxTokens: 400 })]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'closed' } });
  expect(closing).toBeDefined();
});
