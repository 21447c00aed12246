import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { ModelError } from './model-error.ts';

/** What the others of a prepared folder are. */
export const MANIFEST = 'manifest.json';

/** What a manifest says of a file. */
export type FileFacts = { bytes: number; sha256: string };

/** Reads a prepared folder's manifest. `what` lies there, in the words of an error. Throws ModelError `not_prepared`, or what the system says where it can't be read. */
export async function readManifest<Schema extends z.ZodType>(
  what: string,
  dir: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  let text: string;
  try {
    text = await readFile(join(dir, MANIFEST), 'utf8');
  } catch (cause) {
    // What may not be read may be there.
    if (!['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
    throw new ModelError('not_prepared', `There is no ${what} in ${dir}.`, { cause });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged(what, dir, `${MANIFEST} is not a manifest`, cause);
  }
}

/** Checks that files are there in full: by size, as hashing weights takes longer than loading them. Throws ModelError `not_prepared`. */
export async function checkSizes(
  what: string,
  dir: string,
  files: Readonly<Record<string, { bytes: number }>>,
): Promise<void> {
  for (const [name, { bytes }] of Object.entries(files)) {
    const found = await stat(join(dir, name)).catch(() => undefined);
    if (found?.size === bytes) continue;
    throw damaged(what, dir, `${name} ${found ? `has ${found.size} bytes instead of ${bytes}` : 'is missing'}`);
  }
}

/** Writes a file of a folder that is being prepared, and says what its manifest is to say of it. */
export function writePrepared(path: string, content: string | Uint8Array): FileFacts {
  // What has its place already may be a link to a file of somebody else.
  rmSync(path, { force: true });
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  writeFileSync(path, bytes, { flush: true });
  return { bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}

export function damaged(what: string, dir: string, reason: string, cause?: unknown): ModelError {
  return new ModelError('not_prepared', `The ${what} in ${dir} is damaged: ${reason}.`, { cause });
}
