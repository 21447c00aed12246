import { mkdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadMeter } from '../download-meter.ts';
import { diskFull } from '../model-error.ts';
import { downloadFile } from './download-file.ts';
import type { HubModel } from './find-hub-model.ts';
import type { HubRequest } from './hub-client.ts';

/** Fetches a model's files, all that are not there yet. Returns the folder that holds its layout. */
export async function downloadHubModel(model: HubModel, cache: string, hub: HubRequest): Promise<string> {
  const dir = join(cache, model.commit);
  const total = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const meter = new DownloadMeter(total, hub.onProgress);
  await mkdir(dir, { recursive: true });
  await checkRoom(model, dir);
  let before = 0;
  for (const file of model.files) {
    const target = join(dir, file.path);
    await downloadFile(model, file, target, hub, (bytes) => meter.note(before + bytes));
    before += file.bytes;
  }
  meter.report(before);
  return join(dir, model.folder);
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
