import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { CONVERTER_VERSION } from './convert/convert-gguf.ts';

/** Where prepared models are kept: one folder for all clones on a machine, as a model is the same for each. */
export function defaultCacheDir(): string {
  const chosen = process.env.FRONTDESK_CACHE;
  return chosen ? resolve(chosen) : join(homedir(), '.cache', 'frontdesk');
}

/** A prepared model's folder: another one for another file or another converter. */
export function preparedDir(cacheDir: string, name: string, sourceSha256: string): string {
  return join(cacheDir, 'models', `${name}-${sourceSha256.slice(0, 12)}-${CONVERTER_VERSION}`);
}

/** The folder of fetched files, kept so that a new converter need not fetch again. */
export function sourcesDir(cacheDir: string): string {
  return join(cacheDir, 'sources');
}
