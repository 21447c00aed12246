import { expect, test } from 'vitest';
import { type MachineFacts, readMachineFacts, whyNoCuda } from './cuda-driver.ts';

const linux = { platform: 'linux', arch: 'x64' };

test.each<[string, MachineFacts, RegExp | undefined]>([
  ['a GPU with a driver for CUDA 13.0', { ...linux, driver: { cudaVersion: 13_000, gpus: 1 } }, undefined],
  ['two GPUs with a newer one', { ...linux, driver: { cudaVersion: 13_020, gpus: 2 } }, undefined],
  ['an older driver', { ...linux, driver: { cudaVersion: 12_080, gpus: 1 } }, /serves CUDA 12\.8, 13\.0 is needed/],
  ['no driver', linux, /no NVIDIA driver/],
  ['a driver without a GPU', { ...linux, driver: { cudaVersion: 13_000, gpus: 0 } }, /finds no GPU/],
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
