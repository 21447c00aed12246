import { mkdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { diskFull } from '../model-error.ts';
import type { OnProgress } from '../progress.ts';
import { downloadFile } from './download-file.ts';
import type { HubModel } from './find-hub-model.ts';
import type { HubRequest } from './hub-client.ts';

const REPORT_MS = 250;
const RATE_MS = 3_000;

/** Fetches a model's files, all that are not there yet. Returns the folder that holds its layout. */
export async function downloadHubModel(model: HubModel, cache: string, hub: HubRequest): Promise<string> {
  const dir = join(cache, model.commit);
  const total = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const meter = new Meter(total, hub.onProgress);
  await mkdir(dir, { recursive: true });
  await checkRoom(model, dir);
  let before = 0;
  for (const file of model.files) {
    const target = join(dir, file.path);
    await downloadFile(model, file, target, hub, (bytes) => meter.set(before + bytes));
    before += file.bytes;
  }
  meter.report();
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

/** Reports how many bytes are there, and the rate of the last seconds, a few times a second. */
class Meter {
  private readonly total: number;
  private readonly onProgress: OnProgress;
  private readonly seen: { at: number; bytes: number }[] = [];
  private bytes = 0;

  constructor(total: number, onProgress: OnProgress) {
    this.total = total;
    this.onProgress = onProgress;
  }

  set(bytes: number): void {
    this.bytes = bytes;
    if (performance.now() - (this.seen.at(-1)?.at ?? -Infinity) >= REPORT_MS) this.report();
  }

  report(): void {
    const now = { at: performance.now(), bytes: this.bytes };
    this.seen.push(now);
    if (this.seen.length > RATE_MS / REPORT_MS) this.seen.shift();
    const first = this.seen[0] as typeof now;
    const seconds = (now.at - first.at) / 1_000;
    const bytesPerSecond = seconds > 0 ? Math.max(0, Math.round((now.bytes - first.bytes) / seconds)) : 0;
    this.onProgress({ step: 'download', bytes: now.bytes, total: this.total, bytesPerSecond });
  }
}
