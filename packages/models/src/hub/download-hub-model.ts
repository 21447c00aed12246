import { mkdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadMeter } from '../download-meter.ts';
import { takeFolderLock } from '../folder-lock.ts';
import { diskFull } from '../model-error.ts';
import { downloadFile } from './download-file.ts';
import type { HubModel } from './find-hub-model.ts';
import type { HubRequest } from './hub-client.ts';

/**
 * Fetches a model's files, all that are not there yet. Returns the folder that holds its layout. One at a time: models with
 * other graphs of the repository share files, and a file that comes has one place. Throws as `downloadFile`, and ModelError
 * `cache_locked`.
 */
export async function downloadHubModel(model: HubModel, cache: string, hub: HubRequest): Promise<string> {
  const dir = join(cache, model.commit);
  await mkdir(dir, { recursive: true });
  const lock = await takeFolderLock(`${dir}.lock`, () => hub.onProgress({ step: 'wait' }), { signal: hub.signal });
  try {
    await checkRoom(model, dir);
    await downloadFiles(model, dir, hub);
  } finally {
    lock.release();
  }
  return join(dir, model.folder);
}

async function downloadFiles(model: HubModel, dir: string, hub: HubRequest): Promise<void> {
  const total = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const meter = new DownloadMeter(total, hub.onProgress);
  let before = 0;
  for (const file of model.files) {
    const target = join(dir, file.path);
    await downloadFile(model, file, target, hub, (bytes) => meter.note(before + bytes));
    before += file.bytes;
  }
  meter.report(before);
}

/** A download that cannot end well is not begun. */
async function checkRoom(model: HubModel, dir: string): Promise<void> {
  let missing = 0;
  for (const { path, bytes } of model.files) {
    const found = await Promise.all(
      [path, `${path}.partial`].map((name) => stat(join(dir, name)).catch(() => undefined)),
    );
    missing += bytes - Math.min(bytes, Math.max(...found.map((file) => file?.size ?? 0)));
  }
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  if (missing <= free) return;
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  throw diskFull(dir, undefined, ` (${megabytes(missing)} MB are wanted, ${megabytes(free)} MB are free)`);
}
