import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskFull, ModelError } from '../model-error.ts';
import type { HubFile, HubModel } from './find-hub-model.ts';
import { type HubRequest, PassingFailure, passing, request, silenceSignal, withRetries } from './hub-client.ts';

/**
 * Fetches one file to `target`, whole and of the right content or not at all. What an interrupted attempt brought lies in
 * `<target>.partial`, with the server's tag beside it: the next one asks for the rest, on condition that it is the same
 * file. `onBytes` is told how much is there. A full disk takes the part away again.
 */
export async function downloadFile(
  model: HubModel,
  file: HubFile,
  target: string,
  hub: HubRequest,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const present = await stat(target).catch(() => undefined);
  // It was checked before it was given its name; but prepared models are links to it, and can be written to.
  if (present?.size === file.bytes && (await hashOf(target, file)) === file.hash.hex) return onBytes(file.bytes);
  await mkdir(dirname(target), { recursive: true });
  const download = new Download(model, file, target, hub, onBytes);
  try {
    await withRetries(hub, download.what, () => download.attempt(), download.gotFurther);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    await download.discard();
    throw diskFull(dirname(target), error as Error);
  }
}

class Download {
  readonly what: string;
  private readonly url: string;
  private readonly file: HubFile;
  private readonly target: string;
  private readonly hub: HubRequest;
  private readonly onBytes: (bytes: number) => void;
  private bytes = 0;
  /** The most that an attempt has brought. */
  private furthest = 0;
  private hasMismatched = false;

  constructor(model: HubModel, file: HubFile, target: string, hub: HubRequest, onBytes: (bytes: number) => void) {
    this.what = `${file.path} of ${model.id}`;
    this.url = `/${model.id}/resolve/${model.commit}/${file.path.split('/').map(encodeURIComponent).join('/')}`;
    this.file = file;
    this.target = target;
    this.hub = hub;
    this.onBytes = onBytes;
  }

  /** Whether more is there than there ever was: a server that sends the same bytes again and again brings nothing. */
  readonly gotFurther = (): boolean => {
    const isFurther = this.bytes > this.furthest;
    this.furthest = Math.max(this.furthest, this.bytes);
    return isFurther;
  };

  async attempt(): Promise<void> {
    const size = (await stat(this.partial).catch(() => undefined))?.size ?? 0;
    this.bytes = size;
    if (size < this.file.bytes || size === 0) await this.fetchRest(size);
    const found = await hashOf(this.partial, this.file);
    if (found !== this.file.hash.hex) return this.onMismatch(`its hash is ${found} instead of ${this.file.hash.hex}`);
    await rename(this.partial, this.target);
    await rm(this.tagFile, { force: true });
  }

  /** Removes what is there of the file. */
  async discard(): Promise<void> {
    this.bytes = 0;
    await rm(this.partial, { force: true });
    await rm(this.tagFile, { force: true });
  }

  private async fetchRest(size: number): Promise<void> {
    const tag = size > 0 ? await readFile(this.tagFile, 'utf8').catch(() => '') : '';
    const range: Record<string, string> = tag ? { range: `bytes=${size}-`, 'if-range': tag } : {};
    const silence = silenceSignal(this.hub.settings);
    try {
      // A packed answer could not be continued.
      const headers = { 'accept-encoding': 'identity', ...range };
      const { response, first } = await request(this.hub, this.url, this.what, headers, silence.signal);
      await this.checkAnnounced(first, response);
      const isRest = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${size}-`);
      if (!isRest && response.status !== 200) {
        await response.body?.cancel();
        await this.discard();
        throw new PassingFailure(`the server did not send the rest of the file (${response.status})`);
      }
      await this.save(response, isRest ? size : 0, silence.heard);
    } finally {
      silence.end();
    }
  }

  private async save(response: Response, from: number, heard: () => void): Promise<void> {
    const tag = response.headers.get('etag') ?? '';
    // A weak tag does not promise the same bytes.
    await writeFile(this.tagFile, tag.startsWith('W/') ? '' : tag);
    const handle = await open(this.partial, from > 0 ? 'r+' : 'w');
    try {
      await handle.truncate(from);
      this.bytes = from;
      await this.copyBody(response, handle, heard);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (this.bytes < this.file.bytes) throw new PassingFailure('the connection ended in mid-file');
  }

  private async copyBody(response: Response, handle: FileHandle, heard: () => void): Promise<void> {
    const reader = response.body?.getReader();
    if (!reader) return;
    try {
      for (;;) {
        const { done, value } = await passing(reader.read());
        if (done) return;
        heard();
        if (this.bytes + value.length > this.file.bytes) return await this.onMismatch('it is longer than announced');
        for (let written = 0; written < value.length; ) {
          const { bytesWritten } = await handle.write(value, written, value.length - written, this.bytes);
          written += bytesWritten;
          this.bytes += bytesWritten;
        }
        this.onBytes(this.bytes);
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  /** The hub says with the file which one it sends: another one need not be fetched to the end. */
  private async checkAnnounced(first: Headers, response: Response): Promise<void> {
    const { hash, bytes } = this.file;
    const tag = first.get('x-linked-etag')?.replace(/^W\/|"/g, '');
    const size = first.get('x-linked-size');
    const rest = response.status === 206 ? response.headers.get('content-range')?.split('/')[1] : undefined;
    const length = rest ?? (response.status === 200 ? response.headers.get('content-length') : undefined);
    const isOther =
      (hash.kind === 'sha256' && tag && tag !== hash.hex) ||
      (size && Number(size) !== bytes) ||
      (length && length !== '*' && Number(length) !== bytes);
    if (!isOther) return;
    await response.body?.cancel();
    await this.onMismatch('the server announces another file');
  }

  /** A damaged file is fetched once more, from the beginning. */
  private async onMismatch(reason: string): Promise<never> {
    await this.discard();
    const message = `${this.what} is not what was published: ${reason}`;
    if (this.hasMismatched) throw new ModelError('checksum_mismatch', `${message}. It was fetched twice.`);
    this.hasMismatched = true;
    // This once it really begins anew.
    this.furthest = 0;
    throw new PassingFailure(message);
  }

  private get partial(): string {
    return `${this.target}.partial`;
  }

  private get tagFile(): string {
    return `${this.target}.partial-tag`;
  }
}

async function hashOf(path: string, { bytes, hash: { kind } }: HubFile): Promise<string> {
  const hash: Hash = kind === 'git' ? createHash('sha1').update(`blob ${bytes}\0`) : createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}
