import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where prepared models are kept: one folder for all clones on a machine, as a model is the same for each. */
export function defaultCacheDir(): string {
  const chosen = process.env.FRONTDESK_CACHE;
  return chosen ? resolve(chosen) : join(homedir(), '.cache', 'frontdesk');
}

/** A prepared model's folder: another one for another source or another version of what makes it. */
export function preparedDir(cacheDir: string, name: string, sourceSha256: string, version: string): string {
  return join(cacheDir, 'models', `${name}-${sourceSha256.slice(0, 12)}-${version}`);
}

/** The folder of fetched files, kept so that a new converter need not fetch again. */
export function sourcesDir(cacheDir: string): string {
  return join(cacheDir, 'sources');
}
