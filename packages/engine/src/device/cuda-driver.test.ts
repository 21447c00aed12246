import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type MachineFacts, readMachineFacts, whyNoCuda } from './cuda-driver.ts';

const linux = { platform: 'linux', arch: 'x64' };
const driver = { cudaVersion: 13_000, gpus: 1 };

test.each<[string, MachineFacts, RegExp | undefined]>([
  ['a GPU with a driver for CUDA 13.0', { ...linux, driver: { cudaVersion: 13_000, gpus: 1 } }, undefined],
  ['two GPUs with a newer one', { ...linux, driver: { cudaVersion: 13_020, gpus: 2 } }, undefined],
  ['an older driver', { ...linux, driver: { cudaVersion: 12_080, gpus: 1 } }, /serves CUDA 12\.8, 13\.0 is needed/],
  ['no driver', linux, /no NVIDIA driver/],
  ['a driver without a GPU', { ...linux, driver: { cudaVersion: 13_000, gpus: 0 } }, /finds no GPU/],
  [
    'an older GPU',
    { ...linux, driver: { ...driver, computeCapability: 61 } },
    /compute capability 6\.1, the CUDA build has code for 7\.5/,
  ],
  ...[75, 80, 86, 87, 89, 90, 120].map((computeCapability): [string, MachineFacts, undefined] => {
    return [`code for ${computeCapability}`, { ...linux, driver: { ...driver, computeCapability } }, undefined];
  }),
  // Neither older nor newer than all that the build has code for.
  ...[70, 72, 100, 103, 110, 121].map((computeCapability): [string, MachineFacts, RegExp] => {
    const reason = new RegExp(`capability ${(computeCapability / 10).toFixed(1)}, .* code for`);
    return [`no code for ${computeCapability}`, { ...linux, driver: { ...driver, computeCapability } }, reason];
  }),
  ['a Mac', { platform: 'darwin', arch: 'arm64' }, /for Linux on x64, this is darwin on arm64/],
  ['an ARM server', { platform: 'linux', arch: 'arm64', driver: { cudaVersion: 13_000, gpus: 1 } }, /linux on arm64/],
])('%s', (_, facts, reason) => {
  const found = whyNoCuda(facts);
  if (reason) expect(found).toMatch(reason);
  else expect(found).toBeUndefined();
});

test('this machine can be asked', () => {
  expect(readMachineFacts()).toMatchObject({ platform: process.platform, arch: process.arch });
});

const hasCompiler = spawnSync('cc', ['--version']).status === 0;

test.skipIf(!hasCompiler)('the driver is asked how old the first GPU is', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'frontdesk-driver-'));
  const library = path.join(dir, 'libcuda.so');
  const source = path.join(import.meta.dirname, '..', '..', 'fixtures', 'driver-of-old-gpu.c');
  execFileSync('cc', ['-shared', '-fPIC', '-o', library, source]);
  expect(readMachineFacts(library).driver).toEqual({ cudaVersion: 13_000, gpus: 2, computeCapability: 61 });
  rmSync(dir, { recursive: true });
});
