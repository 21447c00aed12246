import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { chooseDevice, describeDevice } from './cuda.mjs';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-device-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true });
});

it('takes the CPU when it is told to', async () => {
  vi.stubEnv('CUDA_DIR', 'none');
  const device = await chooseDevice(() => {});
  expect(describeDevice(device)).toBe('the CPU: CUDA_DIR is none');
});

it('refuses a folder without the libraries', async () => {
  vi.stubEnv('CUDA_DIR', dir);
  await expect(chooseDevice(() => {})).rejects.toThrow(`CUDA_DIR is ${dir}, which holds no libonnxruntime_providers`);
});

it('takes the given folder, or says what the machine lacks', async () => {
  writeFileSync(join(dir, 'libonnxruntime_providers_cuda.so'), '');
  vi.stubEnv('CUDA_DIR', dir);
  const device = await chooseDevice(() => {});
  expect(describeDevice(device)).toMatch(
    /^the CPU: (there is no|the NVIDIA driver|the CUDA build)|^the GPU, with CUDA from/,
  );
});
