import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PipCommand } from '../fetch/find-pip.ts';
import { encodeZip } from '../testing/write-zip.ts';
import { bytesNeeded, CUDA_WHEELS, isWantedLibrary, type LibraryWheel } from './cuda-wheels.ts';
import { prepareCudaLibraries } from './prepare-cuda-libraries.ts';

/** Stands in for pip: takes a wheel by its name from the folder it lies in, and notes what it was called with. */
const PIP = `
import { appendFileSync, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
const args = process.argv.slice(2);
if (args.includes('--version')) process.exit(0);
const here = import.meta.dirname;
appendFileSync(join(here, 'calls'), args.join(' ') + '\\n');
const [name] = args.at(-1).split('==');
if (!existsSync(join(here, name))) {
  console.error('ERROR: Could not find a version');
  process.exit(1);
}
copyFileSync(join(here, name), join(args[args.indexOf('--dest') + 1], name + '-1-py3-none-any.whl'));
`;

let dir: string;
let pip: PipCommand;
let wheels: LibraryWheel[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-cuda-'));
  const index = join(dir, 'index');
  mkdirSync(index);
  writeFileSync(join(index, 'pip.mjs'), PIP);
  pip = [process.execPath, join(index, 'pip.mjs')];
  const publish = (name: string, files: string[]) => {
    const wheel = encodeZip(Object.fromEntries(files.map((file) => [file, Buffer.from(`content of ${file}`)])));
    writeFileSync(join(index, name), wheel);
    return { requirement: `${name}==1`, bytes: wheel.length, sha256: createHash('sha256').update(wheel).digest('hex') };
  };
  wheels = [
    publish('runtime', ['onnxruntime/capi/libonnxruntime.so.1.30.0', 'onnxruntime/capi/state.so', 'README']),
    publish('cudnn', ['nvidia/cudnn/lib/libcudnn.so.9']),
  ];
});
afterEach(() => rmSync(dir, { recursive: true }));

const seen: { bytes: number; total: number }[] = [];
const prepare = () =>
  prepareCudaLibraries({
    wheels,
    cacheDir: join(dir, 'cache'),
    pipCandidates: [pip],
    waitsMs: [],
    onProgress: (progress) => {
      if (progress.step === 'download') seen.push(progress);
    },
  });
const calls = () =>
  readFileSync(join(dir, 'index', 'calls'), 'utf8')
    .trim()
    .split('\n');

describe('prepareCudaLibraries', () => {
  it('fetches all wheels once and puts their libraries into one folder', async () => {
    const made = await prepare();
    expect(readdirSync(made).sort()).toEqual([
      ...['libcudnn.so', 'libcudnn.so.9', 'libonnxruntime.so.1.30.0', 'manifest.json'],
    ]);
    expect(readFileSync(join(made, 'libcudnn.so'), 'utf8')).toBe('content of nvidia/cudnn/lib/libcudnn.so.9');
    expect(await prepare()).toBe(made);
    expect(calls()).toHaveLength(2);
    expect(calls()[0]).toContain('--platform manylinux_2_28_x86_64');
    // One progress over all, and nothing left of the wheels.
    const total = wheels.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(seen.at(-1)).toMatchObject({ bytes: total, total });
    expect(readdirSync(join(dir, 'cache', 'sources'))).toEqual([]);
  });

  it('keeps what it has when another wheel cannot be had, and goes on there', async () => {
    const cudnn = join(dir, 'index', 'cudnn');
    const content = readFileSync(cudnn);
    rmSync(cudnn);
    await expect(prepare()).rejects.toMatchObject({
      code: 'source_unreachable',
      message: expect.stringMatching(/cudnn==1: ERROR: Could not find a version/),
    });
    writeFileSync(cudnn, content);
    await prepare();
    expect(calls().map((call) => call.split(' ').at(-1))).toEqual(['runtime==1', 'cudnn==1', 'cudnn==1']);
  });

  it('refuses a wheel that is not the published one', async () => {
    writeFileSync(join(dir, 'index', 'cudnn'), 'something else');
    await expect(prepare()).rejects.toMatchObject({ message: expect.stringMatching(/not what was published/) });
    expect(existsSync(join(dir, 'cache', 'cuda', 'onnxruntime-gpu-1.30.0-cuda13'))).toBe(false);
  });

  it('says how much room is missing before it fetches anything', async () => {
    wheels = [{ ...(wheels[0] as LibraryWheel), bytes: 1e15 }];
    await expect(prepare()).rejects.toMatchObject({
      code: 'disk_full',
      message:
        `The disk is full: there is no room for the model in ${join(dir, 'cache')} ` +
        `(2700000000 MB are wanted while CUDA's libraries are fetched). Make room, or name another place with FRONTDESK_CACHE.`,
    });
    expect(existsSync(join(dir, 'index', 'calls'))).toBe(false);
  });

  it('makes a damaged folder anew', async () => {
    const made = await prepare();
    writeFileSync(join(made, 'libcudnn.so.9'), '');
    expect(await prepare()).toBe(made);
    expect(readFileSync(join(made, 'libcudnn.so.9'), 'utf8')).toContain('content');
  });
});

describe('the wheels', () => {
  it('give the libraries that are needed, and no others', () => {
    const wanted = [
      ...['onnxruntime/capi/libonnxruntime.so.1.30.0', 'onnxruntime/capi/libonnxruntime_providers_cuda.so'],
      ...['nvidia/cu13/lib/libcublasLt.so.13', 'nvidia/cudnn/lib/libcudnn_graph.so.9'],
    ];
    const others = [
      ...['onnxruntime/capi/libonnxruntime_providers_tensorrt.so', 'nvidia/cu13/lib/libnvblas.so.13'],
      ...['onnxruntime/capi/onnxruntime_pybind11_state.cpython-312-x86_64-linux-gnu.so', '../lib/libx.so'],
    ];
    expect([...wanted, ...others].filter(isWantedLibrary)).toEqual(wanted);
  });

  it('need no room again for what has been fetched', () => {
    const total = CUDA_WHEELS.reduce((sum, { bytes }) => sum + bytes, 0);
    const whole = bytesNeeded(CUDA_WHEELS, []);
    expect(whole).toBe(Math.ceil(2.7 * total));
    expect(bytesNeeded(CUDA_WHEELS, CUDA_WHEELS)).toBe(whole - total);
  });

  it('are about 1.3 GB', () => {
    expect(Math.round(CUDA_WHEELS.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6)).toBe(1346);
  });
});
