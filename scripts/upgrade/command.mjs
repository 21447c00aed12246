import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { beside, fileOf } from '../backup/commands.mjs';
import { OperatorError } from '../operator-error.mjs';
import { repository } from '../repository.mjs';
import { dataDir } from '../setup/data-dir.mjs';
import { runWithDatabase } from '../stack/run-with-database.mjs';
import { upgradeDatabase } from './upgrade-database.mjs';
import { wayBack } from './way-back.mjs';

/**
 * `npm run upgrade [-- FILE] [--database-only]`: all that the new version needs is made by now.
 *
 * @param {readonly string[]} args
 * @param {{ step: import('../terminal/steps.mjs').Step, signal: AbortSignal }} made
 */
export async function upgradeCommand(args, { step, signal }) {
  const [path, ...more] = args.filter((arg) => arg !== '--database-only');
  if (path?.startsWith('-') || more.length > 0) {
    throw new OperatorError('Usage: npm run upgrade [-- FILE] [--database-only]');
  }
  if (process.env.FRONTDESK_IMAGE && !(path && isAbsolute(path))) {
    throw new OperatorError(
      'Name the file for the backup with its whole path, in a folder that stays when this container goes: `--volume /backups:/backups`, and /backups/FILE.',
    );
  }
  const file = path
    ? fileOf(path)
    : join(dataDir, 'backups', `${new Date().toISOString().replaceAll(':', '-')}.backup`);
  if (!path) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  await step('Version', async () => describeVersion());
  const { applied, backedUp, connected, name } = await runWithDatabase(
    async (access) => {
      const { databaseUrl, name } = access;
      return { ...(await upgradeDatabase({ databaseUrl, file, ...beside(access), step, signal })), name };
    },
    { migrates: false },
  );
  if (applied.length === 0) console.log(`Nothing was changed: ${name} was of this version already.`);
  else console.log(`Applied to ${name}: ${applied.join(', ')}.`);
  if (backedUp) console.log(`What was stored before is in ${file}.\n${wayBack(file)}`);
  if (connected) console.log(`Still connected: ${connected}. Start again what is of the version before, one by one.`);
}

/** What is checked out: this version, its commit where git knows it, and whether it was changed here. */
function describeVersion() {
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
  const commit = git('log', '-1', '--format=%h of %cs');
  if (!commit) return version;
  const changed = git('status', '--porcelain', '--untracked-files=no').split('\n').filter(Boolean).length;
  const own = changed === 0 ? '' : `, with ${changed} ${changed === 1 ? 'file' : 'files'} changed here`;
  return `${version}, ${commit}${own}`;
}

/** @param {...string} args */
function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: repository, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}
