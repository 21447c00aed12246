import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { dataDir } from '../setup/data-dir.mjs';
import { hasSecret, readSecret, storeSecret } from '../setup/secret.mjs';
import { runWithDatabase } from '../stack/run-with-database.mjs';
import { backUp } from './back-up.mjs';
import { restore } from './restore.mjs';
import { uploadsDir } from './uploads.mjs';

/** A path is where npm was called, not where it runs us. @param {string} path */
export const fileOf = (path) => resolve(process.env.INIT_CWD ?? '.', path);

/** `npm run backup -- FILE` @param {readonly string[]} args @param {AbortSignal} signal */
export async function backUpCommand(args, signal) {
  const [path, ...more] = args;
  if (!path || more.length > 0) throw new OperatorError('Usage: npm run backup -- FILE');
  const file = fileOf(path);
  if (existsSync(file)) throw new OperatorError(`${file} exists already; a backup never overwrites anything.`);
  await runWithDatabase(
    async (access) => {
      const { databaseUrl, name } = access;
      const what = describe(await backUp({ databaseUrl, file, ...beside(access), signal }));
      console.log(`${file}: ${name}, ${what}. It holds all that customers wrote: keep it like the database.`);
    },
    { migrates: false },
  );
}

/** `npm run restore -- FILE [--force] [--keep-secret]` @param {readonly string[]} args @param {AbortSignal} signal */
export async function restoreCommand(args, signal) {
  const [path, ...more] = args.filter((arg) => arg !== '--force' && arg !== '--keep-secret');
  if (!path || more.length > 0) throw new OperatorError('Usage: npm run restore -- FILE [--force] [--keep-secret]');
  const options = {
    file: fileOf(path),
    uploadsDir: uploadsDir(),
    force: args.includes('--force'),
    signal,
    secret: process.env.SECRET,
    keepSecret: args.includes('--keep-secret'),
    storeSecret: (secret) => storeSecret(dataDir, secret),
  };
  await runWithDatabase(
    async ({ databaseUrl, name }) => {
      const { manifest, migrated } = await restore({ databaseUrl, ...options });
      const what = `${describe(manifest)}, as of ${manifest.createdAt}`;
      console.log(`Restored into ${name}: ${what}. Migrations since then: ${migrated}.`);
    },
    { migrates: false, creates: true },
  );
}

/**
 * What a backup holds beside the database: who passes a secret keeps it.
 *
 * @param {Pick<import('../stack/run-with-database.mjs').Access, 'running'>} access
 * @param {string} [folder] the deployment's, this one's unless given
 */
export function beside({ running }, folder = dataDir) {
  const made = hasSecret(folder) ? readSecret(folder) : undefined;
  const isPassed = running?.secret ? running.secret !== made : Boolean(process.env.SECRET);
  return {
    uploadsDir: running?.uploadsDir ?? uploadsDir(folder),
    secret: isPassed ? undefined : made,
  };
}

/** What a backup holds, in words. @param {import('./archive.mjs').Manifest} manifest */
export function describe({ tables, uploads = [], lostUploads = 0 }) {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const lost = lostUploads > 0 ? `, ${lostUploads} more not in their folder` : '';
  return `${tables.length} tables, ${rows.toLocaleString('en')} rows, ${uploads.length} files of customers${lost}`;
}
