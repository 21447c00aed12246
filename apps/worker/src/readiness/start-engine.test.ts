import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, EngineError } from '@frontdesk/engine';
import { writeTinyModel } from '@frontdesk/models/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEngine } from './start-engine.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-engine-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('a GPU that cannot be used is replaced by the CPU, and the log says why', async () => {
  const model = await writeTinyModel(join(dir, 'model'), { kvCache: 'float16' });
  const { architecture } = model.manifest;
  const said: unknown[] = [];
  const logger = { info: () => {}, warn: (...line: unknown[]) => said.push(line) };
  const options = { modelPath: model.modelPath, architecture, slots: 1, capacityTokens: 64, threads: 1 };
  const engine = await startEngine(join(dir, 'nowhere'), logger as never, options);
  await engine.close();
  const reason = `${join(dir, 'nowhere')} holds no libonnxruntime.so.1`;
  expect(said).toEqual([[{ reason }, 'computing on the CPU: the GPU cannot be used']]);
});

test('so is one that fails only when it computes, and again when it is closed', async () => {
  const model = await writeTinyModel(join(dir, 'model'));
  const { architecture } = model.manifest;
  const said: unknown[] = [];
  const logger = { info: (...line: unknown[]) => said.push(line), warn: (...line: unknown[]) => said.push(line) };
  let closed = 0;
  const engine = await startEngine('/cuda', logger as never, {
    ...{ modelPath: model.modelPath, architecture, slots: 1, capacityTokens: 64, threads: 1 },
    onLoaded: async () => void said.push('loaded'),
    create: async ({ cudaDir, ...options }) => {
      const engine = await createEngine(options);
      if (cudaDir === undefined) return engine;
      const failing = async (): Promise<never> => {
        throw new EngineError('native_failure', 'RunWithBinding: no kernel image is available');
      };
      const close = async () => {
        closed++;
        await engine.close();
        await failing();
      };
      return { ...engine, warmUp: failing, close };
    },
  });
  expect(closed).toBe(1);
  const reason = 'RunWithBinding: no kernel image is available';
  expect(said).toEqual(['loaded', [{ reason }, 'computing on the CPU: the GPU cannot be used'], 'loaded']);
  expect(engine.slots).toBe(1);
  await engine.close();
});

test('a model that cannot be loaded at all is an error', async () => {
  const architecture = { layers: 1, kvHeads: 1, headDim: 16, vocabSize: 8 };
  const starting = startEngine(undefined, { info: () => {}, warn: () => {} } as never, {
    ...{ modelPath: join(dir, 'no.onnx'), architecture, slots: 1 },
  });
  await expect(starting).rejects.toMatchObject({ code: 'native_failure' });
});
