import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { ModelError } from './model-error.ts';

/** What the others of a prepared folder are. */
export const MANIFEST = 'manifest.json';

/** Reads a prepared folder's manifest. `what` lies there, in the words of an error. Throws ModelError `not_prepared`. */
export async function readManifest<Schema extends z.ZodType>(
  what: string,
  dir: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  let text: string;
  try {
    text = await readFile(join(dir, MANIFEST), 'utf8');
  } catch (cause) {
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

export function damaged(what: string, dir: string, reason: string, cause?: unknown): ModelError {
  return new ModelError('not_prepared', `The ${what} in ${dir} is damaged: ${reason}.`, { cause });
}
