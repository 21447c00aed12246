import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface WidgetFile {
  body: Buffer;
  gzipped: Buffer;
  type: string;
  etag: string;
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
};

/**
 * Reads the built widget into memory, by path inside `folder`. It is small and never changes while the gateway runs; and
 * what is not in this map can't be asked for, whatever the address says. Empty when the folder does not exist.
 */
export async function loadWidgetFiles(folder: string): Promise<Map<string, WidgetFile>> {
  const files = new Map<string, WidgetFile>();
  for (const entry of await list(folder)) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const body = await readFile(path);
    files.set(relative(folder, path).split(sep).join('/'), {
      body,
      gzipped: await promisify(gzip)(body, { level: 9 }),
      type: types[extname(entry.name)] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    });
  }
  return files;
}

async function list(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
