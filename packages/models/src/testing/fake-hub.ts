import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';

/** What the hub does with the next request for a large file's content. */
export type HubFault =
  /** The connection breaks after so many bytes. */
  | { breakAfter: number }
  /** It falls silent after so many bytes. */
  | { silentAfter: number }
  /** One byte is another. */
  | { corrupt: true }
  | { status: number; retryAfter?: number }
  /** Something happens after so many bytes are sent, before the rest. */
  | { after: number; happens: () => void };

export interface ContentRequest {
  path: string;
  range: string | undefined;
  ifRange: string | undefined;
  authorization: string | undefined;
}

/** Files from this size on lie in "large file storage": with a SHA-256, on a host of their own. */
const LARGE_BYTES = 10_000;
const PAGE = 4;

/**
 * A small server with the hub's layout: commits, trees in pages, files that are small and come at once, and large ones
 * to which one is sent on, on another host. One repository, `tiny/Tiny`, with the files of a folder.
 */
export class FakeHub {
  readonly commit = 'c0ffee'.padEnd(40, '0');
  /** Faults for the next requests for large content, in order. */
  faults: HubFault[] = [];
  /** Answers of the whole hub, in order, before it works. */
  statuses: number[] = [];
  /** Readers must send it. */
  token: string | undefined;
  /** The large files' tag; another one says that they changed. */
  tag = '"v1"';
  readonly contentRequests: ContentRequest[] = [];
  apiRequests = 0;
  private readonly folder: string;
  private readonly hub: Server;
  private readonly storage: Server;

  private constructor(folder: string) {
    this.folder = folder;
    this.hub = createServer((request, response) => this.answer(request, response));
    this.storage = createServer((request, response) => this.sendLarge(request, response));
  }

  static async start(folder: string): Promise<FakeHub> {
    const hub = new FakeHub(folder);
    for (const server of [hub.hub, hub.storage]) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    return hub;
  }

  get endpoint(): string {
    return addressOf(this.hub);
  }

  async stop(): Promise<void> {
    for (const server of [this.hub, this.storage]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.endpoint);
    const isLetIn = !this.token || request.headers.authorization === `Bearer ${this.token}`;
    const status = this.statuses.shift() ?? (isLetIn ? undefined : 401);
    const [, kind] = /^\/api\/models\/tiny\/Tiny\/(revision|tree)\//.exec(url.pathname) ?? [];
    if (kind) this.apiRequests++;
    if (status !== undefined) {
      response.writeHead(status).end();
    } else if (kind === 'revision' && !url.pathname.endsWith('/gone')) {
      sendJson(response, { sha: this.commit, cardData: { license: 'mit' } });
    } else if (kind === 'tree') {
      this.sendTree(url, response);
    } else {
      this.resolve(url.pathname, response);
    }
  }

  /** A small file, or where a large one is. */
  private resolve(pathname: string, response: ServerResponse): void {
    const prefix = `/tiny/Tiny/resolve/${this.commit}/`;
    const path = decodeURIComponent(pathname.slice(prefix.length));
    if (!pathname.startsWith(prefix) || !this.paths().includes(path)) {
      response.writeHead(404).end();
      return;
    }
    const content = readFileSync(join(this.folder, path));
    if (content.length < LARGE_BYTES) {
      response.writeHead(200, { etag: `"${gitHash(content)}"`, 'content-length': content.length }).end(content);
      return;
    }
    response.writeHead(302, {
      location: `${addressOf(this.storage)}/blobs/${encodeURIComponent(path)}?signature=abc`,
      'x-linked-etag': `"${sha256(content)}"`,
      'x-linked-size': content.length,
    });
    response.end();
  }

  private sendTree(url: URL, response: ServerResponse): void {
    const page = Number(url.searchParams.get('cursor') ?? 0);
    const paths = this.paths();
    const shown = paths.slice(page * PAGE, (page + 1) * PAGE).map((path) => {
      const content = readFileSync(join(this.folder, path));
      const large = content.length >= LARGE_BYTES;
      const oid = gitHash(large ? Buffer.from('pointer') : content);
      const lfs = large ? { lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } } : {};
      return { type: 'file', path, oid, size: content.length, ...lfs };
    });
    url.searchParams.set('cursor', String(page + 1));
    const link = { link: `<${url.href}>; rel="next"` };
    sendJson(
      response,
      [{ type: 'directory', path: 'onnx', oid: '0', size: 0 }, ...shown],
      (page + 1) * PAGE < paths.length ? link : {},
    );
  }

  private sendLarge(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://storage').pathname.slice('/blobs/'.length));
    const { range, 'if-range': ifRange, authorization } = request.headers;
    this.contentRequests.push({ path, range, ifRange: ifRange as string | undefined, authorization });
    const fault = this.faults.shift();
    if (fault && 'status' in fault) {
      const { status, retryAfter } = fault;
      const headers: OutgoingHttpHeaders = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
      response.writeHead(status, headers).end();
      return;
    }
    const content = readFileSync(join(this.folder, path));
    const asked = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const from = ifRange === this.tag ? asked : 0;
    response.writeHead(from > 0 ? 206 : 200, {
      etag: this.tag,
      'content-length': content.length - from,
      ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }),
    });
    this.sendBody(response, content.subarray(from), fault);
  }

  private sendBody(response: ServerResponse, body: Buffer, fault: HubFault | undefined): void {
    if (!fault || 'status' in fault) {
      response.end(body);
      return;
    }
    if ('corrupt' in fault) {
      const damaged = Buffer.from(body);
      damaged[damaged.length >> 1] = 255 - (damaged[damaged.length >> 1] as number);
      response.end(damaged);
      return;
    }
    const first = 'breakAfter' in fault ? fault.breakAfter : 'silentAfter' in fault ? fault.silentAfter : fault.after;
    response.write(body.subarray(0, first), () => {
      // Gives the reader time to have it.
      setTimeout(() => {
        if ('breakAfter' in fault) response.destroy();
        if (!('happens' in fault)) return;
        fault.happens();
        response.end(body.subarray(first));
      }, 50);
    });
  }

  private paths(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => statSync(path).isFile())
      .map((path) => relative(this.folder, path))
      .sort();
  }
}

function sendJson(response: ServerResponse, content: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function gitHash(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
