import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Decoder } from '../decoder.ts';
import { findCudaLibraries } from './cuda-libraries.ts';

const FILES = [
  ...['libonnxruntime.so.1.30.0', 'libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'],
  ...['libcudart.so.13', 'libcublasLt.so.13', 'libcublas.so.13', 'libcurand.so.10', 'libnvrtc.so.13'],
  ...['libcudnn.so.9', 'libcudnn_graph.so.9'],
];

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'frontdesk-cuda-'));
  for (const file of FILES) writeFileSync(path.join(dir, file), 'no library');
});
afterEach(() => rmSync(dir, { recursive: true }));

test('finds them in one folder, those that others need first', () => {
  const { onnxruntime, cudart, dependencies } = findCudaLibraries(dir);
  expect(onnxruntime).toBe(path.join(dir, 'libonnxruntime.so.1.30.0'));
  expect(cudart).toBe(path.join(dir, 'libcudart.so.13'));
  const names = dependencies.map((file) => path.basename(file));
  expect(names.indexOf('libcublasLt.so.13')).toBeLessThan(names.indexOf('libcublas.so.13'));
});

test.each(['libonnxruntime.so.1.30.0', 'libonnxruntime_providers_cuda.so', 'libcudnn.so.9'])(
  'without %s it says so',
  (name) => {
    rmSync(path.join(dir, name));
    expect(() => findCudaLibraries(dir)).toThrowError(
      expect.objectContaining({
        code: 'device_unavailable',
        message: `${dir} holds no ${name.replace('.30.0', '')}`,
      }),
    );
  },
);

test('a decoder on libraries that are none is refused', async () => {
  const architecture = { layers: 1, kvHeads: 1, headDim: 1, vocabSize: 1 };
  const options = { modelPath: 'model.onnx', architecture, slots: 1, capacityTokens: 8, threads: 1 };
  await expect(Decoder.load({ ...options, cudaDir: dir })).rejects.toMatchObject({
    code: 'device_unavailable',
    message: expect.stringContaining('libcudart.so.13'),
  });
});
