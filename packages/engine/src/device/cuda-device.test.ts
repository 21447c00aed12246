import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import koffi from 'koffi';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { collect, requestOf } from '../../fixtures/requests.ts';
import { tinyFloat16Model, tinyModel } from '../../fixtures/tiny.ts';
import { Decoder } from '../decoder.ts';
import { EngineError } from '../engine-error.ts';
import { EngineLoop } from '../engine-loop.ts';
import { KvCache } from '../kv-cache.ts';
import { kvTypes } from '../kv-type.ts';
import { OnnxRuntime } from '../onnxruntime/api.ts';
import { findLibrary } from '../onnxruntime/library-path.ts';
import { MemoryInfo } from '../onnxruntime/memory.ts';
import { loadLibrary } from '../onnxruntime/native-library.ts';
import { Session } from '../onnxruntime/session.ts';
import { CudaDevice } from './cuda-device.ts';
import { CudaRuntime } from './cuda-runtime.ts';

/** Stands in for NVIDIA's library; a machine without a C compiler leaves these tests out. */
const source = path.join(import.meta.dirname, '..', '..', 'fixtures', 'cudart-on-cpu.c');
const hasCompiler = spawnSync('cc', ['--version']).status === 0;

/** Computes on the CPU; everything else is as on a GPU. */
class CudaDeviceWithoutGpu extends CudaDevice {
  override readonly kvTypes = kvTypes;
  override addProvider(): void {}
}

describe.skipIf(!hasCompiler)('a CUDA device whose memory is the process’s', () => {
  let dir: string;
  let library: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'frontdesk-cuda-'));
    library = path.join(dir, 'libcudart.so');
    execFileSync('cc', ['-shared', '-fPIC', '-o', library, source]);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const liveAllocations = () => loadLibrary(library).func('int liveAllocations()')() as number;

  async function load(model: typeof tinyModel): Promise<Decoder> {
    const runtime = new OnnxRuntime(findLibrary());
    const device = new CudaDeviceWithoutGpu(runtime, new CudaRuntime(library), MemoryInfo.ofCpu);
    return Decoder.loadOn(runtime, device, { ...model, slots: 4, capacityTokens: 64, threads: 1 });
  }

  const ids = Array.from({ length: 40 }, (_, index) => (index * 37 + 5) % 128);

  test.each([
    ['32 bits', tinyModel],
    ['16 bits', tinyFloat16Model],
  ])('moves, saves and restores slots in %s, and gives all memory back', async (_, model) => {
    const cpu = await Decoder.load({ ...model, slots: 4, capacityTokens: 64, threads: 1 });
    const decoder = await load(model);
    await cpu.prefill(0, ids.slice(0, 32), 0);
    const expected = (await cpu.prefill(0, ids.slice(32), 32)).slice();
    await decoder.prefill(0, ids.slice(0, 32), 0);
    await decoder.cache.move(0, 3, 32);
    const blocks = [0, 1].map(() => decoder.cache.allocateBlock(16));
    await decoder.cache.save(3, 0, 16, blocks);
    // What lies in the slots between must not matter, nor be touched.
    await decoder.prefill(0, ids.slice().reverse(), 0);
    await decoder.prefill(1, ids.slice(0, 20), 0);
    await decoder.cache.restore(2, 0, 16, blocks);
    expect(await decoder.prefill(3, ids.slice(32), 32)).toEqual(expected);
    expect(await decoder.prefill(2, ids.slice(32), 32)).toEqual(expected);
    const neighbour = (await decoder.prefill(1, ids.slice(20), 20)).slice();
    const alone = await cpu.prefill(1, ids.slice(0, 20), 0).then(() => cpu.prefill(1, ids.slice(20), 20));
    expect(neighbour).toEqual(alone);
    expect(liveAllocations()).toBe(2 * model.architecture.layers + 2 + 2);
    decoder.release();
    cpu.release();
    expect(liveAllocations()).toBe(0);
    expect([...decoder.liveNativeObjects.values()].every((count) => count === 0)).toBe(true);
  });

  test('refuses a library without CUDA, with a reason', async () => {
    const runtime = new OnnxRuntime(findLibrary());
    const device = new CudaDevice(runtime, new CudaRuntime(library), MemoryInfo.ofCpu);
    const options = { ...tinyModel, slots: 1, capacityTokens: 8, threads: 1 };
    await expect(Decoder.loadOn(runtime, device, options)).rejects.toMatchObject({
      code: 'device_unavailable',
      message: expect.stringMatching(/^CUDA can't be used: .*CUDA/),
    });
    expect(liveAllocations()).toBe(0);
    expect([...runtime.live.values()].every((count) => count === 0)).toBe(true);
  });

  test('takes models that keep keys and values in 16 bits only', async () => {
    const runtime = new OnnxRuntime(findLibrary());
    class WithoutGpu extends CudaDevice {
      override addProvider(): void {}
    }
    const device = new WithoutGpu(runtime, new CudaRuntime(library), MemoryInfo.ofCpu);
    const options = { ...tinyModel, slots: 1, capacityTokens: 8, threads: 1 };
    await expect(Decoder.loadOn(runtime, device, options)).rejects.toMatchObject({
      code: 'device_unavailable',
      message: expect.stringMatching(/float32.*cuda.*float16/),
    });
    expect(liveAllocations()).toBe(0);
  });

  test('clears memory, and says what there is none for', () => {
    const cuda = new CudaRuntime(library);
    const address = cuda.allocate(64);
    cuda.clear(address, 64);
    expect([...new Uint8Array(koffi.view(address, 64))]).toEqual(new Array(64).fill(0));
    cuda.free(address);
    expect(() => cuda.allocate(2 ** 41)).toThrowError('cudaMalloc: out of memory');
  });

  test('copies nothing beyond what was allocated, and gives back nothing that is being copied', async () => {
    const cuda = new CudaRuntime(library);
    const [from, to, stream] = [cuda.allocate(64), cuda.allocate(64), cuda.createStream()];
    const piece = { buffer: {}, offset: 0, pitch: 16 };
    const copy = { from: piece, to: piece, rowBytes: 8, rows: 4 };
    cuda.copyRows(to, from, copy, stream);
    expect(() => cuda.copyRows(to + 16n, from, copy, stream)).toThrow('cudaMemcpy2DAsync: another error');
    expect(() => cuda.copyRows(to, from - 1n, copy, stream)).toThrow('cudaMemcpy2DAsync: another error');
    expect(() => cuda.free(to)).toThrow('cudaFree: another error');
    await cuda.synchronize(stream);
    for (const address of [from, to]) cuda.free(address);
    cuda.destroyStream(stream);
    expect(liveAllocations()).toBe(0);
  });

  test('computes with all bits of a float', () => {
    let told: readonly (readonly string[])[] = [];
    class Listening extends OnnxRuntime {
      override create(): bigint {
        return 1n;
      }
      override call(name: string, ...args: unknown[]): void {
        if (name === 'UpdateCUDAProviderOptions') told = args.slice(1, 3) as string[][];
      }
      override release(): void {}
    }
    const device = new CudaDevice(new Listening(findLibrary()), new CudaRuntime(library));
    device.addProvider(0n);
    device.release();
    const [keys = [], values = []] = told;
    expect(values[keys.indexOf('use_tf32')]).toBe('0');
  });

  test('gives back all the rest where a piece of it cannot be given back', () => {
    const runtime = new OnnxRuntime(findLibrary());
    const cuda = new CudaRuntime(library);
    const device = new CudaDevice(runtime, cuda, MemoryInfo.ofCpu);
    for (let piece = 0; piece < 3; piece++) device.allocate(64);
    device.allocateHost(16);
    const kept: bigint[] = [];
    vi.spyOn(cuda, 'free').mockImplementationOnce((address) => {
      kept.push(address);
      throw new Error('the first failure');
    });
    vi.spyOn(cuda, 'freePinned').mockImplementationOnce((address) => {
      kept.push(address);
      throw new Error('another failure');
    });
    expect(() => device.release()).toThrow('the first failure');
    expect(liveAllocations()).toBe(2);
    expect([...runtime.live.values()].every((count) => count === 0)).toBe(true);
    for (const address of kept) cuda.free(address);
  });

  test('leaves nothing behind where no stream can be made', () => {
    const runtime = new OnnxRuntime(findLibrary());
    const cuda = new CudaRuntime(library);
    cuda.createStream = () => {
      throw new Error('no device');
    };
    expect(() => new CudaDevice(runtime, cuda, MemoryInfo.ofCpu)).toThrow('no device');
    expect([...runtime.live.values()].every((count) => count === 0)).toBe(true);
  });

  describe('copies', () => {
    /** As many layers and heads as the default model: a block is 60 calls. */
    function open() {
      const calls = { copies: 0, clears: 0, waits: 0, failing: 0 };
      class Counting extends CudaRuntime {
        override copyRows(...copy: Parameters<CudaRuntime['copyRows']>): void {
          if (++calls.copies === calls.failing) throw new Error('a copy failed');
          super.copyRows(...copy);
        }
        override clear(pointer: bigint, bytes: number): void {
          calls.clears++;
          super.clear(pointer, bytes);
        }
        override async synchronize(stream: bigint): Promise<void> {
          await super.synchronize(stream);
          calls.waits++;
        }
      }
      const runtime = new OnnxRuntime(findLibrary());
      const device = new CudaDevice(runtime, new Counting(library), MemoryInfo.ofCpu);
      const shape = { layers: 30, kvHeads: 3, headDim: 64, vocabSize: 8 };
      return { calls, device, cache: new KvCache(device, 'float16', shape, 2, 512) };
    }

    test('of a long prefix give everything else its turn', async () => {
      const { calls, device, cache } = open();
      const blocks = Array.from({ length: 30 }, () => cache.allocateBlock(16));
      let [seen, most, isDone] = [0, 0, false];
      const look = () => {
        most = Math.max(most, calls.copies - seen);
        seen = calls.copies;
        if (!isDone) setImmediate(look);
      };
      setImmediate(look);
      await cache.save(0, 0, 16, blocks);
      isDone = true;
      expect(calls.copies).toBe(30 * 60);
      expect(most).toBeLessThan(300);
      device.release();
    });

    test('fill blocks, so that nothing clears them before', () => {
      const { calls, device, cache } = open();
      expect(calls.clears).toBe(60);
      cache.allocateBlock(16);
      expect(calls.clears).toBe(60);
      device.release();
    });

    test('are waited for also where one of them fails', async () => {
      const { calls, device, cache } = open();
      calls.failing = 10;
      await expect(cache.move(0, 1, 100)).rejects.toThrow('a copy failed');
      expect(calls).toMatchObject({ copies: 10, waits: 1 });
      device.release();
    });
  });

  describe('with little memory', () => {
    const setFreeMemory = (bytes: number) => loadLibrary(library).func('void setFreeMemory(size_t)')(bytes);
    const freeMemory = () => new CudaRuntime(library).freeBytes() as number;
    afterEach(() => {
      vi.restoreAllMocks();
      setFreeMemory(2 ** 40);
    });
    /** As into ONNX Runtime's arena: a run takes what it wants and nobody took before, and fails where there is no more. */
    const arena = { bytes: 0, wanted: 0 };
    const engineOf = async (freeBytes: number, wanted: number) => {
      const decoder = await load(tinyModel);
      setFreeMemory(freeBytes);
      Object.assign(arena, { bytes: 0, wanted });
      const { run } = Session.prototype;
      vi.spyOn(Session.prototype, 'run').mockImplementation(function (this: Session, binding) {
        const left = freeMemory() - Math.max(0, arena.wanted - arena.bytes);
        if (left < 0) throw new EngineError('native_failure', 'RunWithBinding: out of memory');
        setFreeMemory(left);
        arena.bytes = Math.max(arena.bytes, arena.wanted);
        return run.call(this, binding);
      });
      return new EngineLoop(decoder, { ...tinyModel, prefixCacheBytes: 2 ** 30 });
    };
    const promptOf = (seed: number) => Array.from({ length: 50 }, (_, index) => (index * (seed + 3)) % 128);
    const ask = (engine: EngineLoop, seed: number) =>
      collect(engine.generate(requestOf({ promptIds: promptOf(seed), maxTokens: 4 })));

    test('prefixes leave runs some of it', async () => {
      const engine = await engineOf(100_000, 14_000);
      for (let seed = 0; seed < 60; seed++) expect((await ask(engine, seed)).ids).toHaveLength(4);
      const { bytes, evictedBlocks, budgetBlocks, blocks } = engine.stats().prefix;
      expect(bytes).toBeGreaterThan(70_000);
      expect(bytes).toBeLessThanOrEqual(85_000);
      expect(blocks).toBe(budgetBlocks);
      expect(evictedBlocks).toBeGreaterThan(0);
      await engine.close();
      expect(liveAllocations()).toBe(0);
    });

    test('a run that still lacks it has that of all prefixes that nobody holds', async () => {
      const engine = await engineOf(100_000, 0);
      const alone = await ask(engine, 0);
      const pinned = await engine.pin(promptOf(0));
      for (let seed = 1; seed < 60; seed++) await ask(engine, seed);
      const { budgetBlocks, bytes } = engine.stats().prefix;
      arena.wanted = 60_000;
      expect((await ask(engine, 99)).ids).toHaveLength(4);
      expect(arena.bytes).toBe(60_000);
      // From now on it may have less, but what is pinned is there.
      expect(engine.stats().prefix.bytes).toBeLessThan(bytes);
      expect(engine.stats().prefix.budgetBlocks).toBeLessThan(budgetBlocks);
      expect(await ask(engine, 0)).toMatchObject({ ids: alone.ids, result: { cachedTokens: 48 } });
      arena.wanted = 1e6;
      await expect(ask(engine, 1)).rejects.toMatchObject({ code: 'native_failure' });
      pinned.release();
      // Whoever else had it has given it back.
      arena.wanted = 0;
      setFreeMemory(100_000);
      for (let seed = 1; seed < 70; seed++) await ask(engine, seed);
      expect(engine.stats().prefix.budgetBlocks).toBeGreaterThanOrEqual(budgetBlocks);
      await engine.close();
      expect(liveAllocations()).toBe(0);
    });
  });

  test('names the call that failed', async () => {
    const cuda = new CudaRuntime(library);
    await expect(cuda.synchronize(0n)).rejects.toMatchObject({
      code: 'native_failure',
      message: 'cudaStreamSynchronize: another error',
    });
  });
});

test('a runtime that is missing is an error', () => {
  expect(() => new CudaRuntime('/nowhere/libcudart.so.13')).toThrowError(
    expect.objectContaining({ code: 'device_unavailable' }),
  );
});
