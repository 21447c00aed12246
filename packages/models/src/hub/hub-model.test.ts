import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PrepareOptions, prepareModel } from '../prepare-model.ts';
import { verifyPreparedModel } from '../prepared-model.ts';
import type { PrepareProgress } from '../progress.ts';
import { FakeHub } from '../testing/fake-hub.ts';
import { writeCommunityModel, writeGenaiModel } from '../testing/published-model.ts';

const GRAPH = 'onnx/model_q4.onnx';

let dir: string;
let cacheDir: string;
let hub: FakeHub;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-hub-'));
  cacheDir = join(dir, 'cache');
  await writeCommunityModel(join(dir, 'repository'));
  hub = await FakeHub.start(join(dir, 'repository'));
});
afterEach(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true });
});

function prepare(options: PrepareOptions = {}, hubOptions: Partial<PrepareOptions['hub']> = {}) {
  const steps: PrepareProgress[] = [];
  const result = prepareModel({
    cacheDir,
    model: 'hf:tiny/Tiny',
    hub: { endpoint: hub.endpoint, silenceMs: 5_000, ...hubOptions },
    waitsMs: [1, 1],
    onProgress: (progress) => steps.push(progress),
    ...options,
  });
  return { result, steps };
}

/** Every file under the cache, and none that is only a part. */
function cached(part = ''): string[] {
  if (!existsSync(cacheDir)) return [];
  return (readdirSync(cacheDir, { recursive: true }) as string[]).filter((name) => name.includes(part));
}

describe('a model on the hub', () => {
  it('is fetched, checked and prepared, and needs no network afterwards', async () => {
    writeFileSync(join(dir, 'repository', 'README.md'), 'x'.repeat(50_000));
    writeFileSync(join(dir, 'repository', 'onnx', 'model_fp16.onnx'), 'x'.repeat(50_000));
    const { result, steps } = prepare();
    const model = await result;
    await verifyPreparedModel(model);
    expect(model.manifest).toMatchObject({
      name: 'Tiny',
      license: 'mit',
      source: { file: `tiny/Tiny@${hub.commit}` },
      eosTokenIds: [2],
    });
    // Of all the graphs only the one that is used is fetched.
    expect(hub.contentRequests.map(({ path }) => path)).toEqual([GRAPH]);
    const last = steps.filter((step) => step.step === 'download').at(-1);
    expect(last).toMatchObject({ bytes: last?.total, bytesPerSecond: expect.any(Number) });
    expect(cached('partial')).toEqual([]);

    const requests = hub.apiRequests;
    expect((await prepare().result).dir).toBe(model.dir);
    expect(hub.apiRequests).toBe(requests);
  });

  it('goes on where a broken connection stopped, and after silence', async () => {
    hub.faults = [{ breakAfter: 20_000 }, { breakAfter: 30_000 }, { breakAfter: 10_000 }, { silentAfter: 5_000 }];
    const { result, steps } = prepare({}, { silenceMs: 300 });
    await verifyPreparedModel(await result);
    const starts = hub.contentRequests.map(({ range }) => Number(/\d+/.exec(range ?? '0')?.[0]));
    // Each attempt brought something, so the count of attempts (three) began anew.
    expect(starts).toHaveLength(5);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(new Set(starts).size).toBe(5);
    expect(hub.contentRequests.slice(1).every(({ ifRange }) => ifRange === '"v1"')).toBe(true);
    expect(steps.filter(({ step }) => step === 'retry').map((step) => 'reason' in step && step.reason)).toEqual([
      expect.stringMatching(/terminated|closed|ended/),
      expect.stringMatching(/terminated|closed|ended/),
      expect.stringMatching(/terminated|closed|ended/),
      'the connection fell silent',
    ]);
  });

  it('goes on in the next run', async () => {
    hub.faults = [{ breakAfter: 50_000 }, { status: 503 }, { status: 503 }, { status: 503 }];
    await expect(prepare().result).rejects.toMatchObject({ code: 'source_unreachable' });
    expect(cached('.partial')).not.toEqual([]);
    hub.faults = [];
    await verifyPreparedModel(await prepare().result);
    expect(Number(/\d+/.exec(hub.contentRequests.at(-1)?.range ?? '')?.[0])).toBeGreaterThan(0);
  });

  it('starts over when the file behind an address became another', async () => {
    hub.faults = [{ breakAfter: 50_000 }];
    const { result } = prepare({
      onProgress: ({ step }) => {
        if (step === 'retry') hub.tag = '"v2"';
      },
    });
    await verifyPreparedModel(await result);
    expect(hub.contentRequests.at(-1)).toMatchObject({ ifRange: '"v1"' });
  });

  it('fetches a damaged file once more, and refuses it then', async () => {
    hub.faults = [{ corrupt: true }];
    await verifyPreparedModel(await prepare().result);
    rmSync(cacheDir, { recursive: true });
    hub.faults = [{ corrupt: true }, { corrupt: true }];
    await expect(prepare().result).rejects.toMatchObject({
      code: 'checksum_mismatch',
      message: expect.stringMatching(/model_q4\.onnx of tiny\/Tiny is not what was published.*twice/),
    });
    expect(cached('model_q4.onnx')).toEqual([]);
  });

  it('notices a damaged small file too', async () => {
    const { result } = prepare({
      onProgress: () => writeFileSync(join(dir, 'repository', 'tokenizer_config.json'), '{"chat_template":"changed"}'),
    });
    await expect(result).rejects.toMatchObject({ code: 'checksum_mismatch' });
  });

  it('waits as the server wishes', async () => {
    hub.statuses = [503, 429];
    hub.faults = [{ status: 429, retryAfter: 0 }];
    const { result, steps } = prepare();
    await result;
    expect(steps.filter(({ step }) => step === 'retry')).toMatchObject([
      { reason: 'the server answered 503', attempt: 2, attempts: 3 },
      { reason: 'the server answered 429', attempt: 3, attempts: 3 },
      { reason: 'the server answered 429', waitMs: 0 },
    ]);
  });

  it('sends the token to the hub, and to nobody else', async () => {
    hub.token = 'hf_secret';
    await expect(prepare().result).rejects.toMatchObject({
      code: 'access_denied',
      message: expect.stringMatching(/set HF_TOKEN/),
    });
    await expect(prepare({}, { token: 'hf_other' }).result).rejects.toMatchObject({
      code: 'access_denied',
      message: expect.stringMatching(/token in HF_TOKEN is wrong.*terms/),
    });
    await prepare({}, { token: 'hf_secret' }).result;
    expect(hub.contentRequests.map(({ authorization }) => authorization)).toEqual([undefined]);
  });

  it('is refused if there is none, and if the server cannot be reached', async () => {
    await expect(prepare({ model: 'hf:tiny/Tiny@gone' }).result).rejects.toMatchObject({ code: 'not_found' });
    await expect(prepare({ model: 'hf:tiny/Nothing' }).result).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/has no tiny\/Nothing at main.*set HF_TOKEN/),
    });
    const gone = await FakeHub.start(dir);
    const { endpoint } = gone;
    await gone.stop();
    await expect(prepare({}, { endpoint }).result).rejects.toMatchObject({
      code: 'source_unreachable',
      message: expect.stringMatching(/127\.0\.0\.1:\d+: fetch failed \(ECONNREFUSED\).*HF_ENDPOINT/),
    });
    const astray = await serve((_, response) => response.writeHead(302, { location: 'http://[' }).end());
    await expect(prepare({}, { endpoint: astray.endpoint }).result).rejects.toMatchObject({
      code: 'source_unreachable',
      message: expect.stringMatching(/an address that is none/),
    });
    astray.close();
    for (const name of ['hf:Tiny', 'hf:../Tiny', 'hf:tiny/Tiny@', 'hf:tiny/Tiny/../x', 'hf:a/b@../c']) {
      await expect(prepare({ model: name }).result).rejects.toMatchObject({ code: 'bad_choice' });
    }
  });

  it.each(['hf-mirror.com', 'localhost:8080', 'ftp://hf-mirror.com', 'https://['])(
    'is refused where the address of the mirror is none: %s',
    async (address) => {
      vi.stubEnv('HF_ENDPOINT', address);
      try {
        await expect(prepareModel({ cacheDir, model: 'hf:tiny/Tiny' })).rejects.toMatchObject({
          code: 'bad_choice',
          message: expect.stringContaining(`HF_ENDPOINT is "${address}"`),
        });
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  it('is refused where it can not be remembered', async () => {
    writeFileSync(cacheDir, '');
    await expect(prepare().result).rejects.toMatchObject({
      code: 'cache_unusable',
      message: expect.stringMatching(`in ${cacheDir}/.*FRONTDESK_CACHE`),
    });
  });

  it('may lie in a folder of its repository', async () => {
    rmSync(join(dir, 'repository'), { recursive: true });
    await writeGenaiModel(join(dir, 'repository', 'cpu', 'int4'));
    await writeGenaiModel(join(dir, 'repository', 'cuda', 'int4'));
    const model = await prepare().result;
    expect(new Set(hub.contentRequests.map(({ path }) => path.split('/')[0]))).toEqual(new Set(['cpu']));
    expect((await prepare({ model: 'hf:tiny/Tiny/cpu/int4' }).result).dir).toBe(model.dir);
    await writeGenaiModel(join(dir, 'repository', 'cpu', 'int8'));
    await expect(prepare({ model: 'hf:tiny/Tiny@v2' }).result).rejects.toMatchObject({
      code: 'bad_choice',
      message: expect.stringMatching(/cpu\/int4, cpu\/int8/),
    });
  });

  it.each([
    [['cpu/int4', 'cuda/int4', 'directml/int4'], 'cuda/int4'],
    [['cpu_and_mobile/int4', 'gpu/int4'], 'gpu/int4'],
    [['cpu/int4'], 'cpu/int4'],
    [['cpu/int4', 'gpu/int4', 'directml/int4'], undefined],
  ])('for a GPU lies in the folder that is for one: of %j %s', async (folders, chosen) => {
    rmSync(join(dir, 'repository'), { recursive: true });
    for (const folder of folders) await writeGenaiModel(join(dir, 'repository', folder));
    const { result } = prepare({ half: true });
    if (chosen) {
      await result;
      expect(new Set(hub.contentRequests.map(({ path }) => dirname(path)))).toEqual(new Set([chosen]));
    } else {
      const message = expect.stringMatching(/\(directml\/int4, gpu\/int4\)/);
      await expect(result).rejects.toMatchObject({ code: 'bad_choice', message });
    }
  });

  it('is taken in 16 bits where it has no other graph', async () => {
    renameSync(join(dir, 'repository', GRAPH), join(dir, 'repository', 'onnx', 'model_q4f16.onnx'));
    await prepare().result;
    expect(hub.contentRequests.map(({ path }) => path)).toEqual(['onnx/model_q4f16.onnx']);
  });

  it('is taken in 16 bits for a GPU, and remembered beside the other', async () => {
    const half = 'onnx/model_q4f16.onnx';
    await writeCommunityModel(join(dir, 'repository'), { half: true }, half);
    const forGpu = await prepare({ half: true }).result;
    expect(forGpu.manifest.architecture.kvType).toBe('float16');
    const forCpu = await prepare().result;
    expect(forCpu.manifest.architecture.kvType).toBe('float32');
    expect((await prepare({ half: true }).result).dir).toBe(forGpu.dir);
    expect((await prepare().result).dir).toBe(forCpu.dir);
    expect(hub.contentRequests.map(({ path }) => path)).toEqual([half, GRAPH]);
  });

  it('is fetched at the same time for a CPU and for a GPU, which share files', async () => {
    const half = 'onnx/model_q4f16.onnx';
    await writeCommunityModel(join(dir, 'repository'), { half: true }, half);
    // A large file that both want.
    const template = `${'{# #}'.repeat(10_000)}{% for m in messages %}{{ m.content }}{% endfor %}`;
    writeFileSync(join(dir, 'repository', 'chat_template.jinja'), template);
    const [forCpu, forGpu] = await Promise.all([prepare().result, prepare({ half: true }).result]);
    await verifyPreparedModel(forCpu);
    await verifyPreparedModel(forGpu);
    expect(hub.contentRequests.map(({ path }) => path).sort()).toEqual(['chat_template.jinja', GRAPH, half]);
    expect(cached('.lock')).toEqual([]);
  });

  it('is refused before it is fetched if it has no graph for this engine', async () => {
    rmSync(join(dir, 'repository', 'onnx'), { recursive: true });
    await expect(prepare().result).rejects.toMatchObject({ message: expect.stringMatching(/onnx-community has most/) });
    expect(hub.contentRequests).toEqual([]);
  });

  it('is asked for again if what was remembered of it is damaged', async () => {
    const { dir: made } = await prepare().result;
    const remembered = join(cacheDir, 'sources', 'hub', 'tiny', 'Tiny', 'main+.json');
    writeFileSync(remembered, '{"id":');
    expect((await prepare().result).dir).toBe(made);
    expect(hub.apiRequests).toBe(6);
  });

  it('cannot be written outside its folder', async () => {
    const answers: unknown[] = [
      { sha: 'c'.repeat(40) },
      [{ type: 'file', path: 'onnx/../../../x/genai_config.json', size: 1, oid: 'a' }],
    ];
    const { endpoint, close } = await serve((_, response) => response.end(JSON.stringify(answers.shift())));
    await expect(prepare({}, { endpoint }).result).rejects.toMatchObject({ code: 'malformed' });
    close();
  });

  it('may come from a mirror in a folder, which has "api" in its address', async () => {
    const folder = '/artifactory/api/models/hf';
    const mirror = await serve((request, response) => {
      // It passes on what the hub says, with the hub's address in the links to further pages.
      const path = request.url ?? '';
      if (!path.startsWith(folder)) return void response.writeHead(404).end();
      void fetch(hub.endpoint + path.slice(folder.length), { redirect: 'manual' }).then(async (answer) => {
        const { 'content-length': _, ...headers } = Object.fromEntries(answer.headers);
        const isApi = path.startsWith(`${folder}/api/`);
        const link = headers.link?.replace('/api/', `${folder}/api/`);
        response.writeHead(answer.status, isApi && link ? { ...headers, link } : headers);
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    await verifyPreparedModel(await prepare({}, { endpoint: mirror.endpoint + folder }).result);
    mirror.close();
  });

  it.each([
    ['itself', (url: URL) => url.href],
    ['the first', (url: URL) => url.href.replace(/&cursor=.*/, '')],
    ['always another', (url: URL) => `${url.pathname}?cursor=${Number(url.searchParams.get('cursor')) + 1}`],
  ])('is refused where each page of its files names as its next one %s', async (_, next) => {
    let pages = 0;
    const mirror = await serve((request, response) => {
      const url = new URL(request.url ?? '', mirror.endpoint);
      if (url.pathname.includes('/revision/')) return void response.end(JSON.stringify({ sha: 'c'.repeat(40) }));
      pages++;
      response.setHeader('link', `<${next(url)}>; rel="next"`);
      response.end('[]');
    });
    await expect(prepare({}, { endpoint: mirror.endpoint }).result).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringMatching(/no end with the files of tiny\/Tiny at main/),
    });
    expect(pages).toBeLessThanOrEqual(1_000);
    mirror.close();
  });

  it('is refused where the address of the next page is none', async () => {
    const mirror = await serve((request, response) => {
      if (request.url?.includes('/revision/')) return void response.end(JSON.stringify({ sha: 'c'.repeat(40) }));
      response.setHeader('link', '<http://[>; rel="next"');
      response.end('[]');
    });
    await expect(prepare({}, { endpoint: mirror.endpoint }).result).rejects.toMatchObject({ code: 'malformed' });
    mirror.close();
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    hub.faults = [{ silentAfter: 20_000 }];
    const { result } = prepare({ signal: abort.signal, onProgress: () => setTimeout(() => abort.abort(), 200) });
    await expect(result).rejects.toMatchObject({ name: 'AbortError' });
    expect(cached('.lock')).toEqual([]);
  });
});

// A disk of its own that can be filled: to mount one takes root, as CI has it.
const canMount = process.platform === 'linux' && process.getuid?.() === 0;
describe.skipIf(!canMount)('on a full disk (mounts one, which takes root on Linux)', () => {
  const disk = () => join(dir, 'disk');
  beforeEach(() => {
    mkdirSync(disk());
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk()]);
    cacheDir = join(disk(), 'cache');
  });
  afterEach(() => execFileSync('umount', [disk()]));

  const fill = () => {
    const { bavail, bsize } = statfsSync(disk());
    try {
      writeFileSync(join(disk(), 'filler'), Buffer.alloc(bavail * bsize));
    } catch {
      // Bytes on their way took some of it first: it is full all the same.
    }
  };

  it('says so and leaves no part of the file', async () => {
    hub.faults = [{ after: 20_000, happens: fill }];
    await expect(prepare().result).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/disk is full.*FRONTDESK_CACHE/),
    });
    expect(cached('partial')).toEqual([]);
    expect(cached('model_q4.onnx')).toEqual([]);
    // With room again, it works.
    rmSync(join(disk(), 'filler'));
    await verifyPreparedModel(await prepare().result);
  });

  it.each(['on the way to the hub', 'later'])('says so when there is no room at all, %s', async (when) => {
    if (when === 'later') {
      const { dir: made } = await prepare().result;
      rmSync(made, { recursive: true });
    }
    fill();
    await expect(prepare().result).rejects.toMatchObject({ code: 'disk_full' });
    // Others would wait for the holder of a lock.
    expect(cached('partial')).toEqual([]);
    expect(cached('lock')).toEqual([]);
  });

  it('begins no download that has no room', async () => {
    const { bavail, bsize } = statfsSync(disk());
    writeFileSync(join(disk(), 'filler'), Buffer.alloc(bavail * bsize - 200_000));
    await expect(prepare().result).rejects.toMatchObject({
      code: 'disk_full',
      message: expect.stringMatching(/1 MB are wanted, 1 MB are free/),
    });
    expect(hub.contentRequests).toEqual([]);
  });

  it('says so too when the prepared model has no room', async () => {
    const { bavail, bsize } = statfsSync(disk());
    // Room for the file, but not for the weights moved out of it.
    const graph = statSync(join(dir, 'repository', GRAPH)).size;
    writeFileSync(join(disk(), 'filler'), Buffer.alloc(bavail * bsize - graph - 150_000));
    await expect(prepare().result).rejects.toMatchObject({ code: 'disk_full' });
    expect(cached('partial')).toEqual([]);
  });
});

async function serve(answer: RequestListener): Promise<{ endpoint: string; close(): void }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
