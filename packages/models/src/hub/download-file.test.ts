import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { downloadFile } from './download-file.ts';

const CONTENT = Buffer.alloc(200_000, 7);
const WAITS_MS = [1, 1, 1];

/** How the server answers: the tag that it gives, and where the connection breaks. */
interface Answer {
  /** None: it knows no ranges. */
  tag?: string | undefined;
  /** The byte of the file at which it breaks; none: it comes to the end. */
  breakAt?: number | undefined;
  content?: Buffer;
}

let dir: string;
let server: Server;
/** By the number of the request. */
let answer: (request: number) => Answer;
let requests: number;
/** The response that is to break, once the reader has what was sent. */
let breaking: { response: ServerResponse; at: number } | undefined;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'frontdesk-download-'));
  requests = 0;
  breaking = undefined;
  server = createServer((request, response) => {
    const { tag, breakAt, content = CONTENT } = answer(requests++);
    const { range, 'if-range': ifRange } = request.headers;
    const from = tag && ifRange === tag ? Number(/\d+/.exec(range ?? '')?.[0]) : 0;
    response.writeHead(from > 0 ? 206 : 200, {
      'content-length': content.length - from,
      ...(tag && { etag: tag }),
      ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    if (breakAt === undefined) return void response.end(content.subarray(from));
    breaking = { response, at: breakAt };
    response.write(content.subarray(from, breakAt));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(dir, { recursive: true });
});

async function download(): Promise<Buffer> {
  const target = join(dir, 'file');
  const hash = { kind: 'sha256' as const, hex: createHash('sha256').update(CONTENT).digest('hex') };
  const file = { path: 'file', bytes: CONTENT.length, hash };
  const model = { id: 'tiny/Tiny', commit: 'c'.repeat(40), license: 'mit', folder: '', files: [file] };
  const settings = { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  await downloadFile(model, file, target, { settings, onProgress: () => {}, waitsMs: WAITS_MS }, (bytes) => {
    if (breaking && bytes >= breaking.at) breaking.response.destroy();
  });
  return readFileSync(target);
}

it.each<[string, (request: number) => Answer, number]>([
  ['at the same byte', () => ({ breakAt: 100_000 }), 4],
  ['in turns at two bytes', (request) => ({ breakAt: request % 2 ? 120_000 : 100_000 }), 5],
  ['so, with a weak tag', (request) => ({ tag: 'W/"a"', breakAt: request % 2 ? 120_000 : 100_000 }), 5],
  [
    'so, as another file each time',
    (request) => ({ tag: `"${request}"`, breakAt: request % 2 ? 120_000 : 100_000 }),
    5,
  ],
])('gives up when the server breaks off again and again %s', async (_, answers, most) => {
  answer = answers;
  await expect(download()).rejects.toMatchObject({ code: 'source_unreachable' });
  expect(requests).toBe(most);
});

it('takes what is there already, but for what was changed there', async () => {
  answer = () => ({});
  await download();
  await download();
  expect(requests).toBe(1);
  writeFileSync(join(dir, 'file'), Buffer.from(CONTENT).fill(8, 0, 1));
  expect(await download()).toEqual(CONTENT);
  expect(requests).toBe(2);
});

it('goes on for as long as each attempt brings more, also with a file that was damaged at first', async () => {
  const damaged = Buffer.from(CONTENT).fill(8, 0, 1);
  answer = (request) => {
    if (request === 0) return { tag: '"a"', content: damaged };
    return { tag: '"a"', breakAt: request < 10 ? request * 20_000 : undefined };
  };
  expect(await download()).toEqual(CONTENT);
  expect(requests).toBe(11);
});
