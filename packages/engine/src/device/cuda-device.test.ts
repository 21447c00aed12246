import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import koffi from 'koffi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyFloat16Model, tinyModel } from '../../fixtures/tiny.ts';
import { Decoder } from '../decoder.ts';
import { kvTypes } from '../kv-type.ts';
import { OnnxRuntime } from '../onnxruntime/api.ts';
import { findLibrary } from '../onnxruntime/library-path.ts';
import { MemoryInfo } from '../onnxruntime/memory.ts';
import { loadLibrary } from '../onnxruntime/native-library.ts';
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
    const device = new CudaDeviceWithoutGpu(runtime, new CudaRuntime(library), MemoryInfo.ofCpu(runtime));
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
    const device = new CudaDevice(runtime, new CudaRuntime(library), MemoryInfo.ofCpu(runtime));
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
    const device = new WithoutGpu(runtime, new CudaRuntime(library), MemoryInfo.ofCpu(runtime));
    const options = { ...tinyModel, slots: 1, capacityTokens: 8, threads: 1 };
    await expect(Decoder.loadOn(runtime, device, options)).rejects.toMatchObject({
      code: 'device_unavailable',
      message: expect.stringMatching(/float32.*cuda.*float16/),
    });
    expect(liveAllocations()).toBe(0);
  });

  test('gives zeros, and says what there is no memory for', () => {
    const cuda = new CudaRuntime(library);
    const address = cuda.allocate(64);
    expect([...new Uint8Array(koffi.view(address, 64))]).toEqual(new Array(64).fill(0));
    cuda.free(address);
    expect(() => cuda.allocate(2 ** 41)).toThrowError('cudaMalloc: out of memory');
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
