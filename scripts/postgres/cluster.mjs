import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OperatorError } from '../operator-error.mjs';
import { writeWhole } from '../setup/write-whole.mjs';
import { canEnter, postgresAccount } from './account.mjs';
import { findBinaries } from './binaries.mjs';
import { LASTING_FOLDER, lastingFolder } from './lasting-folder.mjs';

/** The role that owns everything, and its database. */
export const ROLE = 'frontdesk';

/**
 * A PostgreSQL data folder and what is needed to serve it.
 *
 * @typedef {object} Cluster
 * @property {string} folder PostgreSQL's data folder
 * @property {import('./account.mjs').Account} account who owns it and runs the server
 * @property {import('./binaries.mjs').Binaries} binaries
 * @property {string} password of the role `frontdesk`
 */

/**
 * Finds the cluster that belongs to `dataDir`, making it at the first call. As root, below a folder that PostgreSQL's
 * own account cannot enter, it lies in a lasting folder outside.
 *
 * @param {string} dataDir absolute; made if absent
 * @returns {Cluster}
 * @throws {OperatorError} when the cluster is another major version's, or cannot be read by this user
 */
export function openCluster(dataDir) {
  const home = clusterHome(dataDir);
  const folder = join(home, 'postgres');
  const passwordFile = join(home, 'postgres-password');
  const account = ownerOf(folder) ?? postgresAccount();
  const binaries = findBinaries(account);
  rmSync(`${folder}.unfinished`, { recursive: true, force: true });
  if (!existsSync(folder)) createCluster(folder, passwordFile, account, binaries);
  refuseOtherVersion(folder, binaries.major);
  return { folder, account, binaries, password: readFileSync(passwordFile, 'utf8').trim() };
}

/**
 * The folder that holds `dataDir`'s cluster: `dataDir` itself where the account that serves it can reach it, unless root has
 * had one outside. Of that one a note in `dataDir` tells, wherever `dataDir` is moved to.
 *
 * @param {string} dataDir
 * @returns {string}
 * @throws {OperatorError} when root has had it outside, and this user is another one
 */
export function clusterHome(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const account = postgresAccount();
  const own = join(dataDir, 'postgres');
  const noted = readNote(dataDir);
  if (account.uid === undefined) {
    if (noted && !existsSync(own)) throw madeByRoot(noted, dataDir);
    return dataDir;
  }
  if (statSync(dataDir).uid === 0) chmodSync(dataDir, 0o711);
  const isOpen = canEnter(dataDir, account);
  if (isOpen && existsSync(own)) return dataDir;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 8);
  const outside = noted ?? join(LASTING_FOLDER, `${basename(dirname(dataDir))}-${hash}`);
  if (!existsSync(join(outside, 'postgres'))) {
    if (isOpen) return dataDir;
    // An ordinary user's cluster stays where it is, also below a folder that only that user may enter.
    const owner = ownerOf(own);
    if (owner && canEnter(dataDir, owner)) return dataDir;
    lastingFolder();
    mkdirSync(outside, { recursive: true, mode: 0o711 });
  }
  const note = parseNote(dataDir);
  if (note?.outside !== outside || note.dataDir !== dataDir)
    writeWhole(noteFile(dataDir), JSON.stringify({ outside, dataDir }), 0o644);
  return outside;
}

const noteFile = (dataDir) => join(dataDir, 'postgres-outside.json');

/** Where root has had the cluster outside; undefined where it is there no more, or `dataDir` is the copy of another one that has it. */
function readNote(dataDir) {
  const note = parseNote(dataDir);
  if (!note || !existsSync(join(note.outside, 'postgres'))) return undefined;
  const isCopy = note.dataDir !== dataDir && parseNote(note.dataDir)?.outside === note.outside;
  return isCopy ? undefined : note.outside;
}

/** @returns {{ outside: string, dataDir: string } | undefined} `dataDir`: where the folder lay that it was written for */
function parseNote(dataDir) {
  const file = noteFile(dataDir);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const madeByRoot = (outside, dataDir) =>
  new OperatorError(
    `The database of this folder lies in ${outside}, made by root: as root, back it up here (\`npm run backup -- FILE\`); then remove ${noteFile(dataDir)}, and restore the backup as yourself.`,
  );

/** Whether `dataDir` has a cluster; none is made. @param {string} dataDir */
export const hasCluster = (dataDir) => existsSync(join(clusterHome(dataDir), 'postgres'));

/** Who made an existing cluster: root serves an ordinary user's cluster as that user. */
function ownerOf(folder) {
  if (process.getuid?.() !== 0 || !existsSync(folder)) return undefined;
  const { uid, gid } = statSync(folder);
  return { uid, gid };
}

function createCluster(folder, passwordFile, account, binaries) {
  if (!existsSync(passwordFile)) writeWhole(passwordFile, randomBytes(24).toString('base64url'));
  // initdb runs as `account`, which cannot read the file above and cannot make a folder here.
  const readable = `${passwordFile}.initdb`;
  writeFileSync(readable, readFileSync(passwordFile), { mode: 0o600 });
  const unfinished = `${folder}.unfinished`;
  mkdirSync(unfinished, { mode: 0o700 });
  if (account.uid !== undefined) {
    for (const path of [readable, unfinished]) chownSync(path, account.uid, account.gid);
  }
  try {
    const { status, error, stderr } = spawnSync(binaries.path('initdb'), initdbArguments(unfinished, readable), {
      ...account,
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (error) throw error;
    if (status !== 0)
      throw new OperatorError(`PostgreSQL's data folder ${folder} could not be made:\n${stderr.trim()}`);
    // Renamed when whole, so that an interrupted initdb is never taken for a cluster.
    renameSync(unfinished, folder);
  } finally {
    rmSync(readable, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder where the cluster is made
 * @param {string} passwordFile holds the role's password
 */
export function initdbArguments(folder, passwordFile) {
  return [
    `--pgdata=${folder}`,
    `--username=${ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Knows letters beyond ASCII, needs no locale of the system, and sorts the same on every machine.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ];
}

function refuseOtherVersion(folder, major) {
  let version;
  try {
    version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if (error.code === 'EACCES') {
      throw new OperatorError(
        `The database in ${folder} belongs to another user (it was made by root, or by sudo): start as that user, or move the folder away.`,
      );
    }
    throw error;
  }
  if (version !== major) {
    throw new OperatorError(
      `The database in ${folder} was made by PostgreSQL ${version}, this version of Frontdesk runs PostgreSQL ${major}. Back it up with the old version (\`npm run backup\`), move the folder away and restore it here; without a backup this version starts empty.`,
    );
  }
}
